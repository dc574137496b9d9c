using System.Text;

namespace OptOut.Tests;

public class DecompositionTests
{
    [Theory]
    [InlineData("S", "S", "S")]
    [InlineData("\u00c9", "E\u0301", "E\u0301")]
    [InlineData("\u1ebf", "e\u0302\u0301", "e\u0302\u0301")]
    [InlineData("\uff33", "S", "\uff33")]
    [InlineData("\u2460", "1", "\u2460")]
    [InlineData("\ufb01", "fi", "\ufb01")]
    [InlineData("\U0001d412", "S", "\U0001d412")]
    [InlineData("\u00a0", " ", "\u00a0")]
    [InlineData("\U0001ccd6", "A", "\U0001ccd6")] // Unicode 16
    [InlineData("\U000105c9", "\U000105d2\u0307", "\U000105d2\u0307")] // Unicode 16
    [InlineData("\u0451", "\u0435\u0308", "\u0435\u0308")]
    public void Rule5_compatibility_forms_are_known_in_every_globalization_mode(string character, string compatibility, string canonical)
    {
        var rune = Rune.GetRuneAt(character, 0);
        Assert.Equal(compatibility, Decomposition.Compatibility(rune));
        Assert.Equal(canonical, Decomposition.Canonical(rune));
        Assert.Equal(
            string.Concat(compatibility.Where(c => c is < '\u0300' or > '\u036F')),
            Decomposition.Bare(rune, new char[3]).ToString()
        );
    }
}

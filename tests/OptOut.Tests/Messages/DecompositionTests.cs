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

    [Fact]
    public void Rule5_the_data_name_a_character_or_a_range_and_what_it_becomes()
    {
        var forms = Decomposition.Read(["00C0=0041 0300", "FF21..FF23~0041", "1D400~0042 0370", "0344=0308 036F 02FF"]);
        Assert.Equal(
            [
                (0xC0, "A\u0300", "A", true),
                (0x344, "\u0308\u036F\u02FF", "\u02FF", true),
                (0xFF21, "A", "A", false),
                (0xFF22, "B", "B", false),
                (0xFF23, "C", "C", false),
                (0x1D400, "B\u0370", "B\u0370", false),
            ],
            forms.OrderBy(form => form.Key).Select(form => (form.Key, form.Value.Whole, form.Value.Bare, form.Value.IsCanonical))
        );
    }
}

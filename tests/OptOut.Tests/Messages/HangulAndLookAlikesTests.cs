using System.Text;

namespace OptOut.Tests;

public sealed class HangulAndLookAlikesTests
{
    [Theory]
    [InlineData('\uAC00', "\u1100\u1161")]
    [InlineData('\uAC01', "\u1100\u1161\u11A8")]
    [InlineData('\uAC1B', "\u1100\u1161\u11C2")]
    [InlineData('\uAC1C', "\u1100\u1162")]
    [InlineData('\uAE4C', "\u1101\u1161")]
    [InlineData('\uD55C', "\u1112\u1161\u11AB")]
    [InlineData('\uD788', "\u1112\u1175")]
    [InlineData('\uD7A3', "\u1112\u1175\u11C2")]
    [InlineData('\uABFF', "\uABFF")]
    [InlineData('\uD7A4', "\uD7A4")]
    public void Rule5_a_Hangul_syllable_is_taken_apart(char syllable, string parts) =>
        Assert.Equal(parts, Decomposition.Bare(new Rune(syllable), new char[3]).ToString());

    [Theory]
    [InlineData("С", true, "S", true)]
    [InlineData("С", false, "C", true)]
    [InlineData("Т", true, "T", true)]
    [InlineData("СТОП", true, "STOP", true)]
    [InlineData("СТОП", false, "CTOP", true)]
    [InlineData("STОP", true, "STOP", true)]
    [InlineData("ΣΤΟΠ", false, "STOP", true)]
    [InlineData("STOP", true, "STOP", false)]
    [InlineData("Ж漢", true, "Ж漢", false)]
    public void Rule5_letters_of_other_scripts_are_read_as_the_eye_reads_them(string form, bool esIsS, string read, bool any)
    {
        char[] letters = form.ToCharArray();
        Assert.Equal((any, read), (LookAlikes.Replace(letters, esIsS), new string(letters)));
    }
}

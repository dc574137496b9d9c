namespace OptOut.Tests;

public sealed class RecognisedTextTests
{
    [Theory]
    [InlineData("", " ")]
    [InlineData(".", " ")]
    [InlineData("🛑", " ")]
    [InlineData("stop", " STOP ")]
    [InlineData("Stop texting.", " STOP TEXTING ")]
    [InlineData("stop?", " STOP ? ")]
    [InlineData("stop？ me", " STOP ? ME ")]
    [InlineData("stop. me", " STOP . ME ")]
    [InlineData("stop!? me", " STOP ? ME ")]
    [InlineData("stop?! me", " STOP ? ME ")]
    [InlineData("stop ... me", " STOP . ME ")]
    [InlineData("stop\nme", " STOP . ME ")]
    [InlineData("stop\rme", " STOP . ME ")]
    [InlineData("stop\r\n\r\nme", " STOP . ME ")]
    [InlineData("stop?\nme", " STOP ? ME ")]
    [InlineData("stop 🈚 me", " STOP . ME ")]
    [InlineData("stop™me", " STOP . ME ")]
    [InlineData("stop 1️⃣ me", " STOP . ME ")]
    [InlineData("stop\tme", " STOP ME ")]
    [InlineData("opt-out", " OPT OUT ")]
    [InlineData("don't don’t", " DONT DONT ")]
    [InlineData("l8r at 12:30", " L0R AT 0 . 0 ")]
    [InlineData("stoooop noo", " STOOP NOO ")]
    [InlineData("aaa", " AA ")]
    [InlineData("größer", " GROSSER ")]
    [InlineData("стоп", " STOP ")]
    public void Rule7_the_recogniser_reads_folded_words_and_clauses(string text, string read)
    {
        char[] form = new char[RecognisedText.Capacity];
        Assert.Equal(read, new string(form, 0, RecognisedText.Write(text, form)));
    }

    [Fact]
    public void Rule7_what_comes_after_1600_characters_is_not_read()
    {
        char[] form = new char[RecognisedText.Capacity];
        string text = string.Concat(Enumerable.Repeat("ab ", 533)) + "xy";
        Assert.Equal(" " + string.Concat(Enumerable.Repeat("AB ", 533)) + "X ", new string(form, 0, RecognisedText.Write(text, form)));
    }
}

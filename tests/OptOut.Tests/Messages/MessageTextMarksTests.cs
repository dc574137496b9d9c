namespace OptOut.Tests;

public sealed class MessageTextMarksTests
{
    [Theory]
    [InlineData(0x0300)]
    [InlineData(0x0335)]
    [InlineData(0x036F)]
    [InlineData(0x180B)]
    [InlineData(0x180D)]
    [InlineData(0x180F)]
    [InlineData(0x1AB0)]
    [InlineData(0x1ABE)]
    [InlineData(0x1AC0)]
    [InlineData(0x1DC0)]
    [InlineData(0x1DFF)]
    [InlineData(0x20D0)]
    [InlineData(0x20DD)]
    [InlineData(0x20F0)]
    [InlineData(0xFE00)]
    [InlineData(0xFE0F)]
    [InlineData(0xFE20)]
    [InlineData(0xFE2F)]
    [InlineData(0xE0100)]
    [InlineData(0xE01EF)]
    public void Rule5_marks_that_decorate_and_selectors_are_gone(int mark) =>
        Assert.Equal("STOP", MessageText.Canonical("s" + char.ConvertFromUtf32(mark) + "top"));

    [Theory]
    [InlineData(0x0483)] // Cyrillic
    [InlineData(0x093F)] // Devanagari, beside its letter
    [InlineData(0x0941)] // Devanagari, under it
    [InlineData(0x18A9)] // Mongolian
    [InlineData(0x1A7F)] // Tai Tham
    [InlineData(0x1B00)] // Balinese
    [InlineData(0x302A)] // Chinese tones
    [InlineData(0x10A01)] // Kharoshthi
    [InlineData(0x1E8D0)] // Mende Kikakui
    public void Rule5_other_marks_are_letters(int mark)
    {
        string character = char.ConvertFromUtf32(mark);
        Assert.Equal("S" + character + "TOP", MessageText.Canonical("s" + character + "top"));
    }

    [Theory]
    [InlineData("opt\u2212out", "OPTOUT")]
    [InlineData("opt\u2043out", "OPTOUT")]
    [InlineData("opt\u2014out", "OPTOUT")]
    [InlineData("opt\u203Fout", "OPTOUT")]
    [InlineData("opt+out", "OPT.OUT")]
    [InlineData("opt\u2022out", "OPT.OUT")]
    [InlineData("opt\u2800out", "OPT OUT")]
    [InlineData("opt\u115F\u1160\u3164out", "OPTOUT")]
    [InlineData("opt - out", "OPT OUT")]
    [InlineData("opt. out", "OPT.OUT")]
    [InlineData("opt -. -out", "OPT.OUT")]
    public void Rule5_the_strongest_sign_between_two_words_counts(string body, string expected) =>
        Assert.Equal(expected, MessageText.Canonical(body));

    [Theory]
    [InlineData(62, "ß", true)]
    [InlineData(63, "ß", false)]
    [InlineData(62, "𐐨", true)]
    [InlineData(63, "𐐨", false)]
    [InlineData(62, " a", true)]
    [InlineData(63, " a", false)]
    [InlineData(64, " a", false)]
    [InlineData(64, " .", true)]
    public void Rule5_the_form_has_room_for_64_units(int letters, string end, bool fits) =>
        Assert.Equal(fits, MessageText.Canonical(new string('x', letters) + end).Length == MessageText.MaxKeywordLength);

    [Theory]
    [InlineData("Stop, 2 all!", "STOPALL")]
    [InlineData("Ärger ist groß", "ARGERISTGROSS")]
    [InlineData("unsubscrıbe 🛑", "UNSUBSCRIBE")]
    [InlineData("𝐒top\u0301 ﬁx", "STOPFIX")]
    [InlineData("𐐨", "𐐀")]
    [InlineData("हि", "ह")]
    [InlineData("2024", "")]
    [InlineData("", "")]
    public void Only_the_letters_of_a_text_are_read_folded(string text, string letters) => Assert.Equal(letters, MessageText.Letters(text));

    [Fact]
    public void Rule5_no_text_at_all_is_the_callers_mistake()
    {
        Assert.Throws<ArgumentNullException>("body", () => MessageText.Canonical(null!));
        Assert.Throws<ArgumentNullException>("text", () => MessageText.Letters(null!));
    }
}

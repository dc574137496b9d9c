namespace OptOut.Tests;

public class MessageTextTests
{
    [Theory]
    [InlineData("STOP", "STOP")]
    [InlineData("stop", "STOP")]
    [InlineData("  stop \r\n", "STOP")]
    [InlineData("“Stop.” 🛑", "STOP")]
    [InlineData("«Stop!!!»", "STOP")]
    [InlineData("ＳＴＯＰ", "STOP")]
    [InlineData("𝐒𝐓𝐎𝐏", "STOP")]
    [InlineData("Ⓢⓣⓞⓟ", "STOP")]
    [InlineData("🅂🅃🄾🄿", "STOP")]
    [InlineData("\u00A0stop\u202F", "STOP")]
    [InlineData("\u3000stop\u2003\u2028", "STOP")]
    [InlineData("s\u200Bt\u200Do\u2060p\uFEFF", "STOP")]
    [InlineData("\u202Estop\u202C", "STOP")]
    [InlineData("st\u00ADop", "STOP")]
    [InlineData("stop\0", "STOP")]
    [InlineData("opt-out", "OPTOUT")]
    [InlineData("opt\u2011out", "OPTOUT")]
    [InlineData("opt－out", "OPTOUT")]
    [InlineData("OPT_OUT", "OPTOUT")]
    [InlineData("STOP ALL", "STOP ALL")]
    [InlineData("stop \t\n all", "STOP ALL")]
    [InlineData("stop - all", "STOP ALL")]
    [InlineData("Stop, all", "STOP.ALL")]
    [InlineData("stop👍all", "STOP.ALL")]
    [InlineData("S.T.O.P.", "S.T.O.P")]
    [InlineData("👋🏽 stop 👩‍👩‍👧‍👦❤️🇺🇸", "STOP")]
    [InlineData("help ℹ️", "HELP")]
    [InlineData("stop™", "STOP")]
    [InlineData("🈚 stop 🈵", "STOP")]
    [InlineData("stop 1️⃣", "STOP")]
    [InlineData("stop 1", "STOP 1")]
    [InlineData("stop\uFE0F", "STOP")]
    [InlineData("Arrêt", "ARRET")]
    [InlineData("ARRE\u0302T", "ARRET")]
    [InlineData("unsubscrıbe", "UNSUBSCRIBE")]
    [InlineData("UNSUBSCRİBE", "UNSUBSCRIBE")]
    [InlineData("groß", "GROSS")]
    [InlineData("한", "\u1112\u1161\u11AB")]
    [InlineData("\u1112\u1161\u11AB", "\u1112\u1161\u11AB")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("", "")]
    [InlineData("🛑🛑", "")]
    [InlineData("?!", "")]
    [InlineData("\uD83D", "")]
    public void Rule5_the_canonical_form_is_what_is_left_without_decoration(string body, string expected) =>
        Assert.Equal(expected, MessageText.Canonical(body));

    [Fact]
    public void Rule5_a_form_longer_than_any_keyword_is_none()
    {
        Assert.Equal(new string('A', MessageText.MaxKeywordLength), MessageText.Canonical(new string('a', MessageText.MaxKeywordLength)));
        Assert.Equal("", MessageText.Canonical(new string('a', MessageText.MaxKeywordLength + 1)));
        Assert.Equal("", MessageText.Canonical(new string('ß', MessageText.MaxKeywordLength)));
    }

    [Fact]
    public void Rule5_decoration_is_no_limit()
    {
        string padding = string.Concat(Enumerable.Repeat(" 🛑\u200B", 10_000));
        Assert.Equal("STOP", MessageText.Canonical(padding + "stop" + padding));
    }
}

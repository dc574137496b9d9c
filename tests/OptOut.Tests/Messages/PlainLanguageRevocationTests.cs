namespace OptOut.Tests;

public class PlainLanguageRevocationTests
{
    [Theory]
    [InlineData("Hi! Please stop texting me, thanks", "stop texting me", "en")]
    [InlineData("You have the wrong number, stop texting", "You have the wrong number", "en")]
    [InlineData("Hello 👋 take me off your list", "take me off your list", "en")]
    [InlineData("Stop. Please. Stop!", "Stop", "en")]
    [InlineData("I am revoking my consent.", "I am revoking my consent", "en")]
    [InlineData("You do not have permission to text me", "You do not have permission to text me", "en")]
    [InlineData("I'd like to stop receiving these", "I'd like to stop receiving these", "en")]
    [InlineData("Cease and desist!", "Cease and desist", "en")]
    [InlineData("plz STOP TEXTING ME!!!", "STOP TEXTING ME", "en")]
    [InlineData("ｐｌｅａｓｅ ｓｔｏｐ ｔｅｘｔｉｎｇ ｍｅ", "ｓｔｏｐ ｔｅｘｔｉｎｇ ｍｅ", "en")]
    [InlineData("Don’t text me again", "Don’t text me", "en")]
    [InlineData("Hören Sie auf, mir zu schreiben!", "Hören Sie auf, mir zu schreiben", "de")]
    [InlineData("Arrêtez de m'envoyer des messages", "Arrêtez de m'envoyer des messages", "fr")]
    public void Rule7_the_words_that_revoke_are_shown_as_they_stand(string text, string phrase, string language)
    {
        RevocationMatch? match = PlainLanguageRevocation.Find(text);
        Assert.NotNull(match);
        Assert.Equal(phrase, match.Phrase);
        Assert.Equal(phrase, text.Substring(match.Start, match.Length));
        Assert.Equal(language, match.Language);
    }

    [Theory]
    [InlineData("I'll stop by at 5")]
    [InlineData("please stop the music")]
    [InlineData("I'd like to stop receiving these pills by mail")]
    [InlineData("I got a cease and desist letter")]
    [InlineData("can you cancel my appointment")]
    [InlineData("don't stop texting me updates")]
    [InlineData("when does the sale end")]
    [InlineData("how do I unsubscribe from the other list?")]
    [InlineData("how do I unsubscribe?")]
    [InlineData("stop texting me so late")]
    [InlineData("Stop texting me?")]
    [InlineData("my mom wants you to stop texting her")]
    [InlineData("Stop texting and driving")]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData(null)]
    public void Rule7_an_ordinary_message_is_none(string? text) => Assert.Null(PlainLanguageRevocation.Find(text));
}

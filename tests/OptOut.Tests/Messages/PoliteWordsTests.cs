namespace OptOut.Tests;

public sealed class PoliteWordsTests
{
    [Theory]
    [InlineData("please stop", "stop")]
    [InlineData("Pls STOP plz", "stop")]
    [InlineData("Hi, kindly stop now. Thank you sir, ma'am!", "stop")]
    [InlineData("hello stop thx thanks", "stop")]
    [InlineData("hola baja ya por favor porfa gracias", "baja")]
    [InlineData("Bonjour arrêt svp merci", "arret")]
    [InlineData("Hallo bitte stopp danke", "stopp")]
    [InlineData("oi sair pfv obrigado obrigada", "sair")]
    [InlineData("please stop it", "stop it")]
    [InlineData("stop", null)]
    [InlineData("please", null)]
    [InlineData("please thanks", null)]
    [InlineData("", null)]
    public void Rule7_politeness_around_a_word_is_taken_off(string text, string? rest) => Assert.Equal(rest, PoliteWords.TakeOff(text));

    [Fact]
    public void Rule7_only_short_texts_are_a_polite_word()
    {
        string word = new('x', 53);
        Assert.Equal(word, PoliteWords.TakeOff("please " + word));
        Assert.Null(PoliteWords.TakeOff("please " + word + "x"));
        Assert.Throws<ArgumentNullException>("text", () => PoliteWords.TakeOff(null!));
    }
}

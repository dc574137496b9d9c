namespace OptOut.Tests;

/// <summary>What tells how to opt out, what evades it, and what only has its words (rule 26).</summary>
public sealed class OptOutPhraseTests
{
    [Theory]
    [InlineData("Reply STOP or text QUIT")]
    [InlineData("STOP to end, QUIT to quit")]
    [InlineData("Reply to this message with STOP")]
    [InlineData("Reply to this number with STOP")]
    [InlineData("Reply stop")]
    [InlineData("Reply STOP within 5 minutes")]
    [InlineData("Envoyez stop au numéro 36111")]
    [InlineData("Envía baja al 7878")]
    [InlineData("Sende stopp an 12345")]
    [InlineData("Désinscription : STOP")]
    [InlineData("stop to end all our future messages")]
    [InlineData("stop to end now")]
    [InlineData("stop to unsubscribe")]
    [InlineData("stop to be removed text GO")]
    public void Rule26_how_to_opt_out_is_told(string body)
    {
        var found = new OptOutPhraseFinder(body, OptOutPhraseKeywords.BuiltIn).Find();
        Assert.True(found.HasStandard, body);
        Assert.Empty(found.Disguises);
    }

    [Theory]
    [InlineData("You know whom to reply to")]
    [InlineData("Please reply back")]
    [InlineData("Nous avons dit stop SMS")]
    [InlineData("Au prochain stop au")]
    [InlineData("See you at the bus stop number 5")]
    [InlineData("El menú: BAJA la temperatura")]
    [InlineData("Stop unsubscribe errors in your app")]
    [InlineData("What do they stop for? Unsubscribe is mistyped")]
    [InlineData("They never stop to end all and any hunger")]
    [InlineData("Stop to end all your future marketing worries")]
    [InlineData("Text BYE to cancel now")]
    [InlineData("To unsubscribe, text bye")]
    [InlineData("Meet at STOP2go")]
    [InlineData("Take route ST O P")]
    [InlineData("Your opt--out page")]
    public void Rule26_ordinary_words_neither_tell_how_to_opt_out_nor_evade_it(string body)
    {
        var found = new OptOutPhraseFinder(body, OptOutPhraseKeywords.BuiltIn).Find();
        Assert.False(found.HasStandard, body);
        Assert.Empty(found.Disguises);
    }

    [Fact]
    public void Rule26_letters_below_one_another_are_a_list() =>
        Assert.Empty(new OptOutPhraseFinder("We have sizes\nS\nT\nO\nP", OptOutPhraseKeywords.BuiltIn).Find().Disguises);

    [Theory]
    [InlineData("Text BYE to cancel alerts", "Text BYE to cancel")]
    [InlineData("Text bye to unsubscribe", "Text bye to unsubscribe")]
    [InlineData("Text NOW to unsubscribe", "Text NOW to unsubscribe")]
    [InlineData("To unsubscribe, text BYE", "To unsubscribe, text BYE")]
    [InlineData("To unsubscribe, text bye4", "To unsubscribe, text bye4")]
    [InlineData("Text 🆂🆃🅾🅿 to quit", "🆂🆃🅾🅿")]
    [InlineData("Text 🅢🅣🅞🅟 to quit", "🅢🅣🅞🅟")]
    public void Rule26_another_word_than_a_keyword_evades(string body, string phrase)
    {
        var found = new OptOutPhraseFinder(body, OptOutPhraseKeywords.BuiltIn).Find();
        Assert.False(found.HasStandard, body);
        Assert.Equal([phrase], found.Disguises.Select(span => body[span.Start..span.End]));
    }

    [Fact]
    public void Rule26_a_disguise_is_found_of_every_keyword_but_only_in_an_instruction()
    {
        var keywords = new OptOutPhraseKeywords(["HALT", "GO AWAY"], ["HALT"]);
        Assert.Equal([(5, 9)], new OptOutPhraseFinder("Text H4LT to quit", keywords).Find().Disguises);
        Assert.Equal([(5, 11)], new OptOutPhraseFinder("Text G0AWAY to quit", keywords).Find().Disguises);
        Assert.Equal([(0, 4)], new OptOutPhraseFinder("H4LT to quit", keywords).Find().Disguises);
        Assert.Empty(new OptOutPhraseFinder("G0AWAY to quit", keywords).Find().Disguises);
    }

    [Theory]
    [InlineData("Reply stop to unsubscribe", true)]
    [InlineData("STOP=end", true)]
    [InlineData("Acme: STOP", true)]
    [InlineData("HELP*STOP", true)]
    [InlineData("See you at the bus stop", false)]
    [InlineData("SALE until the end of May", false)]
    [InlineData("", false)]
    public void Rule14_a_text_names_a_standard_keyword_by_its_words_or_in_capitals(string text, bool named) =>
        Assert.Equal(named, OptOutLanguage.IsIn(text));

    [Fact]
    public void Rule14_no_text_is_a_mistake() =>
        Assert.Equal("text", Assert.Throws<ArgumentNullException>(() => OptOutLanguage.IsIn(null!)).ParamName);

    [Theory]
    [InlineData("24+hours", "24 hours")]
    [InlineData("rock+roll", "rock+roll")]
    [InlineData("ST*P it", "st*p it")]
    [InlineData("5*TOP", "5 top")]
    [InlineData("🇸🇹🇴🇵", "stop")]
    [InlineData("🅐🅩", "az")]
    [InlineData("🅰🆉", "az")]
    public void Rule26_a_sign_between_letters_and_a_letter_in_a_shape_belong_to_the_word(string text, string words) =>
        Assert.Equal(words, string.Join(' ', FindingText.Words(text, withSigns: true).Select(word => word.Folded)));
}

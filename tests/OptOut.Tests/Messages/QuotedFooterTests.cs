namespace OptOut.Tests;

/// <summary>Which sentences are the sender's own footer, sent back by a person, and what is left of the text without them (rule 5).</summary>
public sealed class QuotedFooterTests
{
    [Theory]
    [InlineData("Reply STOP to unsubscribe", "")]
    [InlineData("Reply STOP=end", "")]
    [InlineData("To unsubscribe, reply STOP", "")]
    [InlineData("Reply STOP to unsubscribe. Leave me alone.", "Leave me alone")]
    [InlineData("Leave me alone. Reply STOP to unsubscribe", "Leave me alone")]
    [InlineData("Reply STOP to unsubscribe!! Thanks", "Thanks")]
    [InlineData("Reply STOP to unsubscribe. 10/10. Thanks", "Thanks")]
    [InlineData("Reply STOP to end. Data rates may apply. Thanks", "Thanks")]
    [InlineData("Reply STOP to end. HELP for info. Thanks", "Thanks")]
    [InlineData("Reply STOP to unsubscribe. Please help. Thanks", "Please help. Thanks")]
    [InlineData("Your rates are too high. Reply STOP to unsubscribe", "Your rates are too high")]
    [InlineData("10/10\nReply STOP to unsubscribe", "10/10")]
    [InlineData("“Leave me alone.” Reply STOP to unsubscribe.", "Leave me alone")]
    [InlineData("«Leave me alone» \"\r\n> Reply STOP to unsubscribe", "Leave me alone")]
    [InlineData("„Leave me alone“\t\nReply STOP to unsubscribe", "Leave me alone")]
    [InlineData("Reply STOP to opt out of it all if it is ok by us", "")]
    public void Rule5_our_footer_is_taken_off_and_the_persons_own_words_are_left(string body, string rest) =>
        Assert.Equal((true, rest), (QuotedFooter.TakeOff(body, out string left), left));

    [Theory]
    [InlineData("It says reply STOP to unsubscribe")]
    [InlineData("Reply with a joke")]
    [InlineData("Text STOP")]
    [InlineData("Text STOP please")]
    [InlineData("Texting STOP again")]
    [InlineData("Reply with STOP")]
    [InlineData("For once, listen")]
    [InlineData("Reply STOP to opt out of it if it is ok by us or a")]
    public void Rule5_a_text_without_our_footer_stays_as_it_is(string body) =>
        Assert.Equal((false, body), (QuotedFooter.TakeOff(body, out string left), left));

    [Theory]
    [InlineData("Reply STOP to unsubscribe, i tried")]
    [InlineData("Reply STOP to unsubscribe me")]
    [InlineData("Text STOP to end my texts")]
    [InlineData("Responde BAJA para darte de baja, yo quiero eso")]
    [InlineData("Responde BAJA para darte de baja a mi")]
    [InlineData("Répondez STOP pour vous désabonner, je veux bien")]
    [InlineData("Répondez STOP pour vous désabonner, moi")]
    [InlineData("Antworten Sie STOPP zum Abmelden, das will ich")]
    [InlineData("Antworten Sie STOPP zum Abmelden und lasst mich")]
    [InlineData("Envie SAIR para cancelar a inscrição, eu quero")]
    [InlineData("Envie SAIR para cancelar a inscrição do meu")]
    [InlineData("Texting STOP to unsubscribe doesn't work")]
    [InlineData("Texting STOP to unsubscribe doesnt work")]
    [InlineData("Texting STOP to unsubscribe is not working")]
    public void Rule5_a_sentence_in_which_the_person_speaks_is_their_own(string body) =>
        Assert.Equal((false, body), (QuotedFooter.TakeOff(body, out string left), left));

    [Theory]
    [InlineData(1_600, true, "")]
    [InlineData(1_601, false, null)]
    public void Rule5_no_footer_is_looked_for_in_a_text_longer_than_a_message_can_be(int length, bool found, string? rest)
    {
        string body = "Reply STOP to unsubscribe".PadRight(length, '.');
        Assert.Equal((found, rest ?? body), (QuotedFooter.TakeOff(body, out string left), left));
    }

    [Theory]
    [InlineData("Text STOP", Meaning.OptOut)]
    [InlineData("Text STOP please", Meaning.OptOut)]
    [InlineData("texting STOP now", Meaning.OptOut)]
    [InlineData("Reply with STOP", Meaning.Review)]
    [InlineData("Reply STOP to unsubscribe", Meaning.Nothing)]
    public void Rule5_who_does_as_the_footer_told_opts_out_and_who_quotes_its_purpose_says_nothing(string body, Meaning meaning) =>
        Assert.Equal(meaning, PlainLanguage.Read(body, KeywordTable.Standard, FreeTextOptOut.OptOut, RevocationRecogniser.BuiltIn).Meaning);
}

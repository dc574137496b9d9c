namespace OptOut.Tests;

/// <summary>The forms in which a keyword arrives besides the word itself (rule 5).</summary>
public class KeywordFormsTests
{
    [Theory]
    [InlineData("REMOVE", "REMOVE")]
    [InlineData("remove.", "REMOVE")]
    [InlineData("ЅТОР", "STOP")]
    [InlineData("СТОР", "STOP")]
    [InlineData("стор", "STOP")]
    [InlineData("СТОП", "STOP")]
    [InlineData("ΣΤΟΠ", "STOP")]
    [InlineData("SТОР", "STOP")]
    [InlineData("ЅТОР АLL", "STOPALL")]
    [InlineData("САΝСЕL", "CANCEL")]
    [InlineData("ΕΝD", "END")]
    [InlineData("ՏTOP", "STOP")]
    [InlineData("СТОООР", "STOP")]
    [InlineData("STOP2END", "STOP")]
    [InlineData("Stop2Quit", "STOP")]
    [InlineData("stop2stop", "STOP")]
    [InlineData("STOP to end", "STOP")]
    [InlineData("STOP to opt-out", "STOP")]
    [InlineData("STOP 2 end", "STOP")]
    [InlineData("stop to unsubscribe", "STOP")]
    [InlineData("stop=end", "STOP")]
    [InlineData("STOP = END", "STOP")]
    [InlineData("End2End", "END")]
    [InlineData("STOP 36111", "STOP")]
    [InlineData("STOP au 36111", "STOP")]
    [InlineData("Stop an 12345", "STOP")]
    [InlineData("BAJA al 7878", "BAJA")]
    [InlineData("STOP SMS", "STOP")]
    [InlineData("STOPP zum Abmelden", "STOPP")]
    [InlineData("SAIR para cancelar", "SAIR")]
    [InlineData("STOP\n\nSent from my iPhone", "STOP")]
    [InlineData("Stop\r\nEnvoyé de mon iPhone", "STOP")]
    [InlineData("STOP\n<3 Dana >", "STOP")]
    [InlineData("STOP\n- Dana", "STOP")]
    [InlineData("unsubscribe\n--\nDr. Dana Reyes\n415-555-0100\nSent from my Galaxy", "UNSUBSCRIBE")]
    [InlineData("FRM:dana@example.com MSG:STOP", "STOP")]
    [InlineData("FRM:dana@example.com\nSUBJ:hi\nMSG:stop\n(End)", "STOP")]
    [InlineData("frm:5551234567 subj:STOP msg:", "STOP")]
    [InlineData("STOOOP", "STOP")]
    [InlineData("sssttttooooppp!!!", "STOP")]
    [InlineData("STOPPPPP", "STOP")]
    [InlineData("unsubscribeeee", "UNSUBSCRIBE")]
    [InlineData("STOOOP STOOOOP", "STOP")]
    [InlineData("stop allllll", "STOPALL")]
    [InlineData("heeeelp", "HELP")]
    public void Rule5_a_keyword_in_the_forms_that_people_and_gateways_give_it(string body, string keyword) =>
        Assert.Equal(keyword, KeywordTable.Standard.Match(body)?.Keyword);

    [Theory]
    [InlineData("START\nSent from my iPhone", KeywordClass.OptIn)]
    [InlineData("FRM:dana@example.com MSG:YES", KeywordClass.Yes)]
    public void Rule5_what_programs_add_takes_nothing_from_an_opening_word(string body, KeywordClass expected) =>
        Assert.Equal(expected, KeywordTable.Standard.Match(body)?.Class);

    [Theory]
    [InlineData("ЅТАRТ")]
    [InlineData("YЕЅ")]
    [InlineData("yesss")]
    [InlineData("STAAART")]
    [InlineData("START to begin")]
    [InlineData("Yes\nDana")]
    public void Rule5_in_doubt_nothing_is_opened(string body) => Assert.Null(KeywordTable.Standard.Match(body));

    [Theory]
    [InlineData("STOP\nby the shop on your way")]
    [InlineData("stop\nthe music")]
    [InlineData("end\nSee you at 5?")]
    [InlineData("stop 1")]
    [InlineData("stop 2024 budget")]
    [InlineData("stop to think")]
    [InlineData("end to end encryption")]
    [InlineData("stoop")]
    [InlineData("Reply STOP to end")]
    [InlineData("FRM:dana@example.com MSG:stop by at 5")]
    [InlineData("cancel 2 tickets")]
    [InlineData("стол")]
    [InlineData("Liked “STOP”")]
    [InlineData("Liked ‘STOP’")]
    [InlineData("Loved ‘Don’t forget: reply STOP to end’")]
    public void Rule5_a_keyword_with_more_around_it_is_none(string body) => Assert.Null(KeywordTable.Standard.Match(body));

    [Theory]
    [InlineData("Liked “Acme: 10% off. Reply STOP to stop.”")]
    [InlineData("Emphasized “STOP”")]
    [InlineData("Emphasised “STOP”")]
    [InlineData("Loved \"YES\"")]
    [InlineData("Laughed at “Acme “Clinics” says hi”")]
    [InlineData("Liked “Your appointment is on Mon…")]
    [InlineData("Reacted 👍 to “STOP”")]
    [InlineData("👍 to “STOP”")]
    [InlineData("❤️ to \"STOP\"")]
    [InlineData("Removed a heart from “STOP”")]
    [InlineData("Removed 👍 from “STOP”")]
    [InlineData("Liked an image")]
    [InlineData("Removed a like from an image")]
    [InlineData("Reacted 😂 to an image")]
    [InlineData("Le gustó “ALTO”")]
    [InlineData("Le encanta «Responde ALTO»")]
    [InlineData("Reaccionó con 👍 a “STOP”")]
    [InlineData("Quitó un corazón de “STOP”")]
    [InlineData("Le encantó una imagen")]
    [InlineData("A aimé « STOP »")]
    [InlineData("N’a pas aimé « Répondez STOP »")]
    [InlineData("A réagi avec 👍 à « STOP »")]
    [InlineData("A aimé une image")]
    [InlineData("Gefällt „Acme: Antworten Sie STOPP zum Abbestellen.“")]
    [InlineData("Hat mit 👍 auf „STOPP“ reagiert")]
    [InlineData("Hat „STOPP“ mit „Gefällt mir“ markiert")]
    [InlineData("Lacht über „STOPP“")]
    [InlineData("Gefällt ein Bild")]
    [InlineData("Gostou de “SAIR”")]
    [InlineData("Reagiu com 👍 a “SAIR”")]
    [InlineData("Amou uma imagem")]
    [InlineData("Removeu um coração de “SAIR”")]
    public void Rule5_a_phones_reaction_says_nothing(string body)
    {
        Assert.True(Reaction.Is(body), body);
        Assert.Null(KeywordTable.Standard.Match(body));
    }

    [Theory]
    [InlineData("Liked it, now STOP")]
    [InlineData("Loved “the book”, please stop texting me")]
    [InlineData("to “stop” or not to stop")]
    [InlineData("I liked “that” a lot")]
    [InlineData("👍")]
    [InlineData("👍 stop")]
    [InlineData("STOP")]
    [InlineData("")]
    public void Rule5_what_a_person_wrote_is_no_reaction(string body) => Assert.False(Reaction.Is(body), body);

    [Theory]
    [InlineData("Reply STOP to unsubscribe")]
    [InlineData("“Reply STOP to opt out.”")]
    [InlineData("Text STOP to quit, HELP for help. Msg & data rates may apply.")]
    [InlineData("Répondez STOP pour vous désabonner")]
    [InlineData("Antworten Sie STOPP zum Abbestellen")]
    public void Rule5_our_own_footer_sent_back_says_nothing(string body)
    {
        Assert.True(QuotedFooter.TakeOff(body, out string rest), body);
        Assert.Equal("", rest);
    }

    [Theory]
    [InlineData("It says reply STOP to end, but it does not work", true)]
    [InlineData("I replied STOP to unsubscribe three times", true)]
    [InlineData("Stop texting me", true)]
    [InlineData("Acme: sale. Reply STOP to stop. Leave me alone", false)]
    public void Rule5_of_a_longer_text_the_persons_own_words_are_left(string body, bool whole)
    {
        Assert.Equal(!whole, QuotedFooter.TakeOff(body, out string rest));
        Assert.NotEmpty(rest);
    }

    [Theory]
    [InlineData("Don't text back", "", true)]
    [InlineData("STOP. Don’t text back!", "stop", false)]
    [InlineData("stop and do not reply please", "stop", false)]
    [InlineData("BAJA y no respondan", "baja", false)]
    [InlineData("STOP, ne répondez pas", "stop", false)]
    [InlineData("Stopp, bitte nicht antworten", "stopp", false)]
    [InlineData("SAIR e não responda", "sair", false)]
    public void Rule8_an_answer_can_be_forbidden(string body, string rest, bool alone)
    {
        Assert.True(AnswerForbidden.IsIn(body, out string left, out bool isAlone), body);
        Assert.Equal((rest, alone), (left, isAlone));
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("do not text me again")]
    [InlineData("don't text and drive")]
    public void Rule8_an_opt_out_alone_forbids_no_confirmation(string body) => Assert.False(AnswerForbidden.IsIn(body, out _, out _), body);

    [Theory]
    [InlineData("ALTO", "es")]
    [InlineData("STOPP", "de")]
    [InlineData("UNSUBSCRIBE", "en")]
    [InlineData("STOP", null)]
    [InlineData("HELP", null)]
    [InlineData("FIN", null)]
    [InlineData("CANCELAR", null)]
    public void Rule14_a_keyword_tells_its_language_where_only_one_has_it(string body, string? language) =>
        Assert.Equal(language, KeywordTable.OnlyLanguageOf(KeywordTable.Standard.Match(body)!));
}

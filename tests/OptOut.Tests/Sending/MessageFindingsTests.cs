using System.Text.Json;
using CsCheck;

namespace OptOut.Tests;

public class MessageFindingsTests
{
    [Theory]
    [InlineData("Acme Clinics: see you at 9.")]
    [InlineData("ACME CLINICS: see you")]
    [InlineData("Hello from acme-clinics!")]
    [InlineData("Hi, it's Acme\u00a0Clinics")]
    [InlineData("AcmeClinics: hi")]
    [InlineData("*Acme Clinics*: hi")]
    [InlineData("Ａｃｍｅ Clinics")]
    [InlineData("Acmé Clinics")]
    [InlineData("Acme\u200b Clinics")]
    [InlineData("Acme Clinics's offer")]
    public void Rule26_the_brands_name_identifies_the_sender(string body) => Assert.Empty(Find(body, language: false));

    [Theory]
    [InlineData("")]
    [InlineData("See you at 9.")]
    [InlineData("Acme: see you")]
    [InlineData("Acme Clinicsville: see you")]
    [InlineData("Macme Clinics: see you")]
    [InlineData("Clinics Acme")]
    public void Rule26_a_message_without_the_name_is_found_at_its_end(string body) =>
        Assert.Equal([new(FindingType.MissingSenderIdentification, body.Length, 0, null)], Find(body, language: false));

    [Theory]
    [InlineData("Marks & Spencer", "Marks and Spencer: hi", true)]
    [InlineData("M&S", "M & S: hi", true)]
    [InlineData("McDonald's", "McDonald\u2019s: hi", true)]
    [InlineData("McDonald's", "McDonalds: hi", true)]
    [InlineData("Møller", "Moller: hej", true)]
    [InlineData("Straße", "STRASSE 1", true)]
    [InlineData("美团", "欢迎使用美团外卖", true)]
    [InlineData("Ёлка", "елка: привет", true)]
    [InlineData("★", "hello ★", true)]
    [InlineData("★", "hello", false)]
    [InlineData("", "hello", false)]
    [InlineData("Bee", "I have been there", false)]
    public void Rule26_a_name_is_compared_by_words_without_case_accents_and_punctuation(string brand, string body, bool named) =>
        Assert.Equal(named, MessageFindings.Find(body, brand, true, false).Count == 0);

    [Theory]
    [InlineData("Reply STOP to unsubscribe")]
    [InlineData("Reply STOP to unsubscribe.")]
    [InlineData("Sale! Reply STOP")]
    [InlineData("Text STOP to opt out")]
    [InlineData("Text STOP to opt-out.")]
    [InlineData("STOP to end")]
    [InlineData("stop to end")]
    [InlineData("STOP 2 end")]
    [InlineData("Txt STOP 2 end")]
    [InlineData("STOP=end")]
    [InlineData("Stop to stop.")]
    [InlineData("Reply with STOP")]
    [InlineData("Reply with the word STOP to stop receiving texts")]
    [InlineData("Reply *STOP* to end")]
    [InlineData("Reply \"stop\" to stop these messages")]
    [InlineData("reply stop to unsubscribe")]
    [InlineData("Reply 'STOP'.")]
    [InlineData("Reply: STOP")]
    [InlineData("Text STOP to 12345")]
    [InlineData("Reply STOP anytime")]
    [InlineData("Reply HELP for help or STOP to cancel.")]
    [InlineData("Reply HELP 4 help, STOP 2 quit")]
    [InlineData("Msg&data rates may apply. HELP for help. STOP to opt out")]
    [InlineData("To unsubscribe, reply STOP")]
    [InlineData("You can opt out by texting STOP.")]
    [InlineData("Opt out: STOP")]
    [InlineData("Unsubscribe? STOP")]
    [InlineData("STOP2END")]
    [InlineData("Txt Stop2quit")]
    [InlineData("To opt out text STOP2END")]
    [InlineData("Reply STOP to unsubscribe Text PIZZA for the menu")]
    [InlineData("Reply STOP to unsubscribe Reply C or R")]
    [InlineData("Reply UNSUBSCRIBE to stop")]
    [InlineData("Reply CANCEL to end")]
    [InlineData("Reply END to unsubscribe")]
    [InlineData("Reply QUIT to quit")]
    [InlineData("Reply OPTOUT to stop messages")]
    [InlineData("Reply OPT-OUT to stop messages")]
    [InlineData("Reply OPT OUT to stop messages")]
    [InlineData("Reply STOP ALL to end all")]
    [InlineData("Reply UN-SUBSCRIBE to end all")]
    [InlineData("Reply REVOKE to leave")]
    [InlineData("Reply STOPALL to end all")]
    [InlineData("Reply to this message with STOP to opt out")]
    [InlineData("Répondez STOP pour vous désabonner")]
    [InlineData("Envoyez ARRÊT pour ne plus recevoir de SMS")]
    [InlineData("Envoyez ARRET pour ne plus recevoir de SMS")]
    [InlineData("Envoyez ARRÊTER pour vous désinscrire")]
    [InlineData("STOP au 36111")]
    [InlineData("STOP SMS au 36111")]
    [InlineData("Responde STOP para darte de baja")]
    [InlineData("Envía BAJA para dejar de recibir mensajes")]
    [InlineData("Responda PARAR para cancelar.")]
    [InlineData("Envía DAR DE BAJA para dejar de recibir mensajes")]
    [InlineData("Responde NO MÁS para darte de baja")]
    [InlineData("Envie SAIR para cancelar a inscrição")]
    [InlineData("Antworte STOPP, um dich abzumelden")]
    [InlineData("Antworten Sie mit STOP zum Abmelden")]
    [InlineData("STOPP zum Beenden")]
    public void Rule26_standard_opt_out_language_is_recognised(string body) => Assert.Empty(Find(body, identify: false));

    [Theory]
    [InlineData("")]
    [InlineData("Hello")]
    [InlineData("Don't stop!")]
    [InlineData("Come and stop by our shop")]
    [InlineData("We will never stop to amaze you")]
    [InlineData("Don't stop to think, buy now")]
    [InlineData("Fans unite to end hunger: stop to end violence at home")]
    [InlineData("Reply YES to confirm")]
    [InlineData("Reply C to confirm, R to reschedule")]
    [InlineData("Reply C to cancel")]
    [InlineData("Reply C to cancel your appointment")]
    [InlineData("Please send cancel requests by mail")]
    [InlineData("Unsubscribe at https://acme.example/u")]
    [InlineData("Do not reply STOP to this number")]
    [InlineData("The tour will end on Friday. Text your friends!")]
    [InlineData("Reply YES to stop the delivery")]
    [InlineData("Reply Y to end your trial")]
    [InlineData("Text FRIENDS to quit smoking with us")]
    [InlineData("Reply DONE to end the survey")]
    [InlineData("Text us to unsubscribe")]
    [InlineData("Your order ships from our U.S. store. Reply HELP for help")]
    [InlineData("Text A, B or C to vote")]
    [InlineData("Reply 1 for yes, 2 for no")]
    [InlineData("Bus S top deals")]
    [InlineData("Code 5709 expires in 10 min")]
    [InlineData("Acme top 10: $5 and up")]
    [InlineData("Стоп, снято!")]
    [InlineData("Plus de stôp ici")]
    public void Rule26_ordinary_sentences_are_neither_opt_out_language_nor_evasion(string body) =>
        Assert.Equal([new(FindingType.MissingOptOutLanguage, body.Length, 0, null)], Find(body, identify: false).Where(f => !f.IsAdvice));

    [Theory]
    [InlineData("Reply ST0P to end", "ST0P")]
    [InlineData("Sale today! ST0P 2 end", "ST0P")]
    [InlineData("Reply S.T.O.P to end", "S.T.O.P")]
    [InlineData("S-T-O-P to end", "S-T-O-P")]
    [InlineData("S T O P to end", "S T O P")]
    [InlineData("s_t_o_p 2 end", "s_t_o_p")]
    [InlineData("S*T*O*P to end", "S*T*O*P")]
    [InlineData("5TOP to end", "5TOP")]
    [InlineData("$TOP to end", "$TOP")]
    [InlineData("ST*P to end", "ST*P")]
    [InlineData("S7OP", "S7OP")]
    [InlineData("Reply \u0405\u0422\u041e\u0420 to end", "\u0405\u0422\u041e\u0420")] // Cyrillic
    [InlineData("Reply ST\u041eP to end", "ST\u041eP")]
    [InlineData("Reply S\u03a4\u039fP to end", "S\u03a4\u039fP")] // Greek
    [InlineData("Reply \ua4e2\ua4d4\ua4f3\ua4d1 to end", "\ua4e2\ua4d4\ua4f3\ua4d1")] // Lisu, as keywords are read
    [InlineData("Reply \u0405TO\u03a0 to end", "\u0405TO\u03a0")]
    [InlineData("Reply ST\u200bOP to end", "ST\u200bOP")]
    [InlineData("Reply S\u00adTOP to end", "S\u00adTOP")]
    [InlineData("Reply ＳＴＯＰ to end", "ＳＴＯＰ")]
    [InlineData("Reply \U0001d412\U0001d413\U0001d40e\U0001d40f to end", "\U0001d412\U0001d413\U0001d40e\U0001d40f")]
    [InlineData("Reply \U0001f1f8\U0001f1f9\U0001f1f4\U0001f1f5 to end", "\U0001f1f8\U0001f1f9\U0001f1f4\U0001f1f5")]
    [InlineData("Reply ST\u00d3P to end", "ST\u00d3P")]
    [InlineData("Reply S\u0336T\u0336O\u0336P\u0336 to end", "S\u0336T\u0336O\u0336P\u0336")]
    [InlineData("Reply ST OP to end", "ST OP")]
    [InlineData("ST.OP to end", "ST.OP")]
    [InlineData("UNSUB5CRIBE", "UNSUB5CRIBE")]
    [InlineData("C4NCEL to end", "C4NCEL")]
    [InlineData("Reply 3ND to quit", "3ND")]
    [InlineData("Reply E.N.D to quit", "E.N.D")]
    [InlineData("Reply QU1T", "QU1T")]
    [InlineData("text N0 to quit", "text N0 to quit")]
    [InlineData("Big sale, txt NO 2 quit.", "txt NO 2 quit")]
    [InlineData("reply \"X\" to end", "reply \"X\" to end")]
    [InlineData("Reply BYE to unsubscribe", "Reply BYE to unsubscribe")]
    [InlineData("Reply NO MORE to opt out now", "Reply NO MORE to opt out")]
    [InlineData("Reply NO to stop texts", "Reply NO to stop")]
    [InlineData("To opt out, reply NO", "To opt out, reply NO")]
    [InlineData("Répondez NON pour vous désabonner", "Répondez NON pour vous désabonner")]
    [InlineData("Responde NO para darte de baja", "Responde NO para darte de baja")]
    public void Rule26_what_evades_is_reported_with_its_span_in_place_of_missing_language(string body, string text)
    {
        var findings = Find(body, identify: false);
        Assert.Equal([new(FindingType.NonStandardOptOutPhrase, body.IndexOf(text, StringComparison.Ordinal), text.Length, text)], findings);
        Assert.Equal(findings, Find(body, identify: false, language: false));
    }

    [Fact]
    public void Rule26_evasion_is_reported_beside_standard_language_and_several_in_order()
    {
        const string Body = "ST0P or S.T.O.P. Reply STOP to end";
        Assert.Collection(Find(Body, identify: false), f => Assert.Equal("ST0P", f.Text), f => Assert.Equal("S.T.O.P", f.Text));
    }

    [Fact]
    public void Rule26_what_is_owed_by_neither_is_not_missed() => Assert.Empty(Find("Hello", identify: false, language: false));

    [Theory]
    [InlineData(FindingType.MissingSenderIdentification, "\"missing-sender-identification\"")]
    [InlineData(FindingType.MissingOptOutLanguage, "\"missing-opt-out-language\"")]
    [InlineData(FindingType.NonStandardOptOutPhrase, "\"non-standard-opt-out-phrase\"")]
    public void Rule26_findings_have_the_contracts_names(FindingType type, string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(type));

    [Fact]
    public void Any_text_gets_findings_whose_spans_lie_inside_it_and_never_overlap()
    {
        string[] parts =
        [
            "ST0P",
            "S.T.O.P",
            "reply ",
            "text ",
            "N0",
            " to quit",
            " 2 end",
            "STOP",
            "\u200b",
            "\ud800",
            "\u0301",
            "*",
            ".",
            " ",
            "\n",
            "\"",
            "Ѕ",
            "🇸",
        ];
        var texts = Gen.OneOf(Gen.String, Gen.Int[0, parts.Length - 1].Array[0, 25].Select(p => string.Concat(p.Select(i => parts[i]))));
        Gen.Select(texts, texts)
            .Sample(
                (body, brand) =>
                {
                    var end = 0;
                    foreach (var finding in MessageFindings.Find(body, brand, true, true))
                    {
                        Assert.InRange(finding.Start, end, body.Length);
                        end = finding.Start + finding.Length;
                        Assert.InRange(end, finding.Start, body.Length);
                        Assert.Equal(finding.Text ?? "", body[finding.Start..end]);
                    }
                }
            );
    }

    private static IReadOnlyList<Finding> Find(string body, bool identify = true, bool language = true) =>
        MessageFindings.Find(body, "Acme Clinics", identify, language);
}

namespace OptOut.Tests;

public class KeywordTableTests
{
    private static readonly Dictionary<KeywordClass, IReadOnlyList<string>> NoExtras = [];
    private static readonly Dictionary<string, IReadOnlyList<string>> NoCampaigns = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("STOP", KeywordClass.OptOut)]
    [InlineData("UNSUBSCRIBE", KeywordClass.OptOut)]
    [InlineData("CANCEL", KeywordClass.OptOut)]
    [InlineData("END", KeywordClass.OptOut)]
    [InlineData("QUIT", KeywordClass.OptOut)]
    [InlineData("REVOKE", KeywordClass.OptOut)]
    [InlineData("OPTOUT", KeywordClass.OptOut)]
    [InlineData("STOPALL", KeywordClass.OptOutAll)]
    [InlineData("START", KeywordClass.OptIn)]
    [InlineData("UNSTOP", KeywordClass.OptIn)]
    [InlineData("YES", KeywordClass.Yes)]
    [InlineData("HELP", KeywordClass.Help)]
    [InlineData("INFO", KeywordClass.Help)]
    public void Rule4_13_15_the_standard_English_keywords_have_their_class(string keyword, KeywordClass expected) =>
        Assert.Equal(new KeywordMatch(expected, keyword, "en", null), KeywordTable.Standard.Match(keyword.ToLowerInvariant()));

    [Theory]
    [InlineData("arret", "ARRET", "fr", KeywordClass.OptOut)]
    [InlineData("Désabonner", "DESABONNER", "fr", KeywordClass.OptOut)]
    [InlineData("stop tout", "STOPTOUT", "fr", KeywordClass.OptOutAll)]
    [InlineData("Aide", "AIDE", "fr", KeywordClass.Help)]
    [InlineData("oui", "OUI", "fr", KeywordClass.Yes)]
    [InlineData("¡ALTO!", "ALTO", "es", KeywordClass.OptOut)]
    [InlineData("Baja", "BAJA", "es", KeywordClass.OptOut)]
    [InlineData("no más", "NOMAS", "es", KeywordClass.OptOut)]
    [InlineData("si", "SI", "es", KeywordClass.Yes)]
    [InlineData("ayuda", "AYUDA", "es", KeywordClass.Help)]
    [InlineData("Sair", "SAIR", "pt", KeywordClass.OptOut)]
    [InlineData("cancelar inscricao", "CANCELARINSCRICAO", "pt", KeywordClass.OptOut)]
    [InlineData("ajuda", "AJUDA", "pt", KeywordClass.Help)]
    [InlineData("começar", "COMECAR", "pt", KeywordClass.OptIn)]
    [InlineData("Stopp", "STOPP", "de", KeywordClass.OptOut)]
    [InlineData("abmelden", "ABMELDEN", "de", KeywordClass.OptOut)]
    [InlineData("Kündigen", "KUNDIGEN", "de", KeywordClass.OptOut)]
    [InlineData("kuendigen", "KUENDIGEN", "de", KeywordClass.OptOut)]
    [InlineData("Hilfe", "HILFE", "de", KeywordClass.Help)]
    public void Rule6_keywords_are_known_in_other_languages_with_or_without_accents(
        string body,
        string keyword,
        string language,
        KeywordClass expected
    ) => Assert.Equal(new KeywordMatch(expected, keyword, language, null), KeywordTable.Standard.Match(body));

    [Theory]
    [InlineData("opt out", "OPTOUT")]
    [InlineData("Opt-Out", "OPTOUT")]
    [InlineData("opt - out", "OPTOUT")]
    [InlineData("un-subscribe", "UNSUBSCRIBE")]
    [InlineData("un subscribe", "UNSUBSCRIBE")]
    [InlineData("s-t-o-p", "STOP")]
    [InlineData("S T O P", "STOP")]
    [InlineData("S.T.O.P.", "STOP")]
    [InlineData("can-cel", "CANCEL")]
    [InlineData("Stop stop STOP!!!", "STOP")]
    [InlineData("Stop. Stop.", "STOP")]
    [InlineData("stop all", "STOPALL")]
    [InlineData("stop all stop all", "STOPALL")]
    [InlineData("un stop", "UNSTOP")]
    public void Rule5_inner_hyphens_and_the_known_spaces_do_not_count(string body, string keyword) =>
        Assert.Equal(keyword, KeywordTable.Standard.Match(body)?.Keyword);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("👍")]
    [InlineData("I quit")]
    [InlineData("end it")]
    [InlineData("op to ut")]
    [InlineData("stop it")]
    [InlineData("stop by at 5")]
    [InlineData("bus stop")]
    [InlineData("stop, all good now")]
    [InlineData("stop. all.")]
    [InlineData("stop? start?")]
    [InlineData("yes please")]
    [InlineData("yes yes")]
    [InlineData("start start")]
    [InlineData("unstoppable")]
    [InlineData("nonstop")]
    [InlineData("stops")]
    [InlineData("the end")]
    [InlineData("stop 1")]
    [InlineData("1 stop")]
    [InlineData("ST0P")]
    [InlineData("a i d")]
    [InlineData("ba ja")]
    [InlineData("help stop")]
    public void Rule5_a_keyword_inside_a_sentence_or_word_is_no_keyword(string body) => Assert.Null(KeywordTable.Standard.Match(body));

    [Theory]
    [InlineData("Stop promotions", null, "STOPPROMOTIONS")]
    [InlineData("STOP PROMOTIONS", "x", "STOPPROMOTIONS")]
    [InlineData("Detener promociones", null, "DETENERPROMOCIONES")]
    [InlineData("Leave the list", "STOP", "STOP")]
    [InlineData("Leave the list", "stop_promotions", "STOPPROMOTIONS")]
    [InlineData("START", "STOP", "STOP")]
    [InlineData("Stop", "START", "STOP")]
    public void Rule5_a_channels_opt_out_button_and_its_payload_count(string body, string? payload, string keyword)
    {
        KeywordMatch? match = KeywordTable.Standard.Match(body, payload);
        Assert.Equal(KeywordClass.OptOut, match?.Class);
        Assert.Equal(keyword, match?.Keyword);
    }

    [Fact]
    public void Rule5_a_payload_which_the_recipient_never_saw_cannot_opt_in()
    {
        Assert.Null(KeywordTable.Standard.Match("Sounds good", "START"));
        Assert.Null(KeywordTable.Standard.Match("Sounds good", "YES"));
        Assert.Equal(KeywordClass.Help, KeywordTable.Standard.Match("Contact us", "HELP")?.Class);
        Assert.Equal(KeywordClass.Yes, KeywordTable.Standard.Match("Yes", "HELP")?.Class);
    }

    [Fact]
    public void Rule5_a_message_of_media_only_is_no_keyword() => Assert.Null(KeywordTable.Standard.Match(null));

    [Fact]
    public void Rule6_16_a_brand_and_its_campaigns_add_keywords_and_the_standard_ones_stay()
    {
        KeywordTable table = KeywordTable.Build(
            new Dictionary<KeywordClass, IReadOnlyList<string>>
            {
                [KeywordClass.OptOut] = ["No more", "STOP"],
                [KeywordClass.Help] = ["Помощь"],
            },
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                ["news"] = ["JOIN", "Join us!"],
                ["alerts"] = ["ALERT"],
            },
            out IReadOnlyList<KeywordFault> errors
        );

        Assert.Empty(errors);
        Assert.Equal(new KeywordMatch(KeywordClass.OptOut, "NOMORE", "und", null), table.Match("no more!"));
        Assert.Equal(KeywordClass.Help, table.Match("помощь")?.Class);
        Assert.Equal(new KeywordMatch(KeywordClass.Campaign, "JOIN", "und", "news"), table.Match(" join "));
        Assert.Equal("JOINUS", table.Match("join us")?.Keyword);
        Assert.Equal("alerts", table.Match("Alert")?.Campaign);
        Assert.Equal(new KeywordMatch(KeywordClass.OptOut, "STOP", "en", null), table.Match("stop"));
        Assert.Null(KeywordTable.Standard.Match("join"));
    }

    [Theory]
    [InlineData(KeywordClass.OptIn, "Stop")]
    [InlineData(KeywordClass.OptIn, "opt-out")]
    [InlineData(KeywordClass.Help, "ARRET")]
    [InlineData(KeywordClass.OptOut, "STOP ALL")]
    [InlineData(KeywordClass.OptOut, "JOIN")]
    public void Rule6_a_brands_keyword_that_clashes_is_a_named_error(KeywordClass keywordClass, string keyword)
    {
        KeywordTable.Build(
            new Dictionary<KeywordClass, IReadOnlyList<string>> { [keywordClass] = [keyword] },
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["news"] = ["JOIN"] },
            out IReadOnlyList<KeywordFault> errors
        );
        string error = Assert.Single(errors).What;
        Assert.Contains(keyword, error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(keywordClass.ToString(), error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule6_two_campaigns_with_one_keyword_are_a_named_error()
    {
        KeywordTable.Build(
            NoExtras,
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["news"] = ["JOIN", "join"], ["alerts"] = ["J-O-I-N"] },
            out IReadOnlyList<KeywordFault> errors
        );
        string error = Assert.Single(errors).What;
        Assert.Contains("'news'", error, StringComparison.Ordinal);
        Assert.Contains("'alerts'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u200B")]
    [InlineData("🛑")]
    [InlineData("a word that is far longer than what anybody would ever type as a keyword")]
    public void Rule6_a_keyword_that_nobody_can_text_is_a_named_error(string keyword)
    {
        KeywordTable.Build(
            NoExtras,
            new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["news"] = [keyword] },
            out IReadOnlyList<KeywordFault> errors
        );
        Assert.Contains("'news'", Assert.Single(errors).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule6_a_brand_cannot_claim_the_campaign_class()
    {
        KeywordTable.Build(
            new Dictionary<KeywordClass, IReadOnlyList<string>> { [KeywordClass.Campaign] = ["JOIN"] },
            NoCampaigns,
            out IReadOnlyList<KeywordFault> errors
        );
        Assert.Single(errors);
    }

    [Fact]
    public void Rule6_every_language_has_its_source_and_words_for_every_class()
    {
        Assert.Equal("en fr es pt de", string.Join(' ', MessageData.Languages.Select(data => data.Language)));
        Assert.All(
            MessageData.Languages,
            data =>
            {
                Assert.NotEmpty(data.Source);
                Assert.Equal(
                    [KeywordClass.OptOut, KeywordClass.OptOutAll, KeywordClass.OptIn, KeywordClass.Yes, KeywordClass.Help],
                    data.Keywords.Keys
                );
                Assert.All(data.Keywords.Values.Concat(data.Buttons.Values), Assert.NotEmpty);
            }
        );
    }

    [Fact]
    public void Rule6_every_keyword_in_the_data_matches_itself_in_its_class()
    {
        foreach (LanguageData data in MessageData.Languages)
        {
            foreach ((KeywordClass keywordClass, IReadOnlyList<string> keywords) in data.Keywords.Concat(data.Buttons))
            {
                Assert.All(keywords, keyword => Assert.Equal(keywordClass, KeywordTable.Standard.Match(keyword)?.Class));
            }
        }
    }
}

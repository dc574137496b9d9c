namespace OptOut.Tests;

/// <summary>Keywords are data, and what is wrong with them is said (rules 5, 6).</summary>
public sealed class KeywordDataTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoCampaigns = new(StringComparer.Ordinal);

    [Fact]
    public void Rule6_languages_give_keywords_and_buttons()
    {
        var spellings = KeywordSpellings.Standard([
            Language("en", KeywordClass.OptOut, "STOP"),
            Language("fr", KeywordClass.OptOut, "STOP"),
        ]);
        Assert.Equal(
            new Dictionary<string, KeywordMatch>(StringComparer.Ordinal)
            {
                ["STOP"] = new(KeywordClass.OptOut, "STOP", "en", null),
                ["HELPME"] = new(KeywordClass.Help, "HELPME", "en", null),
                ["HELP ME"] = new(KeywordClass.Help, "HELPME", "en", null),
            },
            spellings.All
        );
        Assert.Empty(spellings.Faults);
    }

    [Fact]
    public void Rule6_languages_that_clash_are_a_mistake_that_names_every_word() =>
        Assert.Equal(
            "The standard keywords clash: OptIn: the keyword 'STOP' is already one of OptOut; "
                + "Yes: the keyword 'Stop' is already one of OptOut",
            Assert
                .Throws<InvalidOperationException>(() =>
                    KeywordSpellings.Standard([
                        Language("en", KeywordClass.OptOut, "STOP"),
                        Language("fr", KeywordClass.OptIn, "STOP"),
                        Language("de", KeywordClass.Yes, "Stop"),
                    ])
                )
                .Message
        );

    [Fact]
    public void Rule6_a_brands_keyword_that_cannot_be_one_is_an_error_with_its_place()
    {
        KeywordTable.Build(
            new Dictionary<KeywordClass, IReadOnlyList<string>>
            {
                [KeywordClass.OptOut] = ["LEAVE", null!, "!"],
                [KeywordClass.Help] = ["stop"],
                [KeywordClass.Campaign] = ["JOIN"],
            },
            NoCampaigns,
            out IReadOnlyList<KeywordFault> errors
        );
        Assert.Equal(
            [
                new(KeywordClass.OptOut, null, 1, "OptOut: the keyword '' has no letter or digit, or more than 64"),
                new(KeywordClass.OptOut, null, 2, "OptOut: the keyword '!' has no letter or digit, or more than 64"),
                new(KeywordClass.Help, null, 0, "Help: the keyword 'stop' is already one of OptOut"),
                new(KeywordClass.Campaign, null, 0, "a brand's own keywords cannot be of the class Campaign: give them to the campaign"),
            ],
            errors
        );
    }

    [Fact]
    public void Rule6_a_brands_spelling_of_a_standard_keyword_is_that_keyword()
    {
        var table = KeywordTable.Build(
            new Dictionary<KeywordClass, IReadOnlyList<string>> { [KeywordClass.OptOut] = ["ST OP"] },
            NoCampaigns,
            out IReadOnlyList<KeywordFault> errors
        );
        Assert.Empty(errors);
        Assert.Equal(new KeywordMatch(KeywordClass.OptOut, "STOP", "en", null), table.Match("st op"));
    }

    [Fact]
    public void Rule6_no_keywords_and_no_match_are_mistakes()
    {
        var noExtras = new Dictionary<KeywordClass, IReadOnlyList<string>>();
        Assert.Equal("brandExtras", Parameter(() => KeywordTable.Build(null!, NoCampaigns, out _)));
        Assert.Equal("campaignKeywords", Parameter(() => KeywordTable.Build(noExtras, null!, out _)));
        Assert.Equal("match", Parameter(() => KeywordTable.OnlyLanguageOf(null!)));

        static string? Parameter(Action wrong) => Assert.Throws<ArgumentNullException>(wrong).ParamName;
    }

    [Fact]
    public void Rule5_an_opt_out_in_the_body_is_the_one_that_counts() =>
        Assert.Equal("STOP", KeywordTable.Standard.Match("Stop", "QUIT")?.Keyword);

    [Theory]
    [InlineData("СТОР СТОР", "STOP")]
    [InlineData("STOP 2END", "STOP")]
    [InlineData("STOP an 123456", "STOP")]
    [InlineData("STOP 123456", "STOP")]
    [InlineData("detenerrr", "DETENER")]
    [InlineData("detenerr", null)]
    [InlineData("stop 3end", null)]
    [InlineData("stop send", null)]
    [InlineData("STOP 1234567", null)]
    [InlineData("STOP an 1234567", null)]
    public void Rule5_what_may_stand_around_a_keyword_or_in_it_and_what_may_not(string body, string? keyword) =>
        Assert.Equal(keyword, KeywordTable.Standard.Match(body)?.Keyword);

    [Fact]
    public void Rule5_below_a_keyword_may_stand_a_name_and_its_number()
    {
        Assert.Equal("STOP", Said("STOP\nDana\n(415) 555-0100"));
        Assert.Equal("STOP", Said("STOP\nDana\n+1.415.555.0100"));
        Assert.Equal("STOP", Said("STOP\n--\nDana"));
        Assert.Equal("STOP", Said("STOP\n...\n"));
        Assert.Null(Said("STOP\n(415) 555-0100"));
        Assert.Null(Said("STOP\nDana\n5 o'clock"));
        Assert.Null(Said("STOP\nDana\n12:30"));

        static string? Said(string body) => KeywordTable.Standard.Match(body)?.Keyword;
    }

    [Fact]
    public void Rule6_a_data_file_that_is_not_there_is_named() =>
        Assert.Equal(
            "The data file 'nothing.json' is not embedded.",
            Assert.Throws<InvalidOperationException>(() => DataFile.Read<KeywordMatch>("nothing.json")).Message
        );

    private static LanguageData Language(string name, KeywordClass keywordClass, string keyword) =>
        new(
            name,
            "a test",
            new Dictionary<KeywordClass, IReadOnlyList<string>> { [keywordClass] = [keyword] },
            new Dictionary<KeywordClass, IReadOnlyList<string>> { [KeywordClass.Help] = ["Help me"] }
        );
}

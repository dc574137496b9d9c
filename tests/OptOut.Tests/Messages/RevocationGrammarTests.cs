namespace OptOut.Tests;

public sealed class RevocationGrammarTests
{
    private static readonly RevocationData Data = new(
        "xx",
        "This test.",
        SpansCommas: false,
        Classes: new Dictionary<string, IReadOnlyList<string>> { ["messages"] = ["messages", "text messages"] },
        Phrases: ["stop texting me?", "no more $messages", "really? quit|leave us", "remove * now", "dont write"],
        WholeMessage: ["stop", "cancel it", "forgetting"],
        Signals: ["not interested", "wrong number"],
        Leads: ["please", "hello there", "i want you to"],
        Asking: ["can you"],
        Restarts: ["so", "just"],
        RestartBlockers: ["if", "dont"],
        Tails: ["thanks", "right away", "kindlier"],
        Continuers: ["because", "or"],
        Typos: new Dictionary<string, string> { ["stpo"] = "stop", ["textin"] = "texting" },
        NotTypos: ["testing", "get forgotten"]
    );

    [Theory]
    [InlineData("stop texting", "stop texting")]
    [InlineData("Stop texting me!", "Stop texting me")]
    [InlineData("no more messages", "no more messages")]
    [InlineData("no more text messages", "no more text messages")]
    [InlineData("really leave us", "really leave us")]
    [InlineData("quit us", "quit us")]
    [InlineData("really us", null)]
    [InlineData("remove Bob now", "remove Bob now")]
    [InlineData("remove stop now", null)]
    [InlineData("remove now", null)]
    [InlineData("no more", null)]
    [InlineData("no more text", null)]
    [InlineData("no more text. messages", null)]
    [InlineData("stop. texting me", null)]
    [InlineData("stop, texting", null)]
    [InlineData("stop texting, me", "stop texting")]
    [InlineData("stop texting me forever", null)]
    [InlineData("hello. stop texting", "stop texting")]
    [InlineData("hello stop texting", null)]
    [InlineData("stop texting. no more messages", "stop texting")]
    public void Rule7_a_phrase_fills_its_clause(string text, string? found) => Assert.Equal(found, Find(text));

    [Theory]
    [InlineData("please stop texting", "stop texting")]
    [InlineData("hello there please I want you to stop texting", "stop texting")]
    [InlineData("please please please please please please stop texting", "stop texting")]
    [InlineData("please please please please please please please stop texting", null)]
    [InlineData("please", null)]
    [InlineData("please. stop texting", "stop texting")]
    [InlineData("stop texting thanks", "stop texting")]
    [InlineData("stop texting me right away thanks", "stop texting me")]
    [InlineData("stop texting thanks thanks thanks thanks thanks thanks", "stop texting")]
    [InlineData("stop texting thanks thanks thanks thanks thanks thanks thanks", null)]
    [InlineData("stop texting right", null)]
    [InlineData("stop texting because I am ill", "stop texting")]
    [InlineData("stop texting thanks or I sue", "stop texting")]
    [InlineData("stop because I am ill", null)]
    public void Rule7_politeness_and_a_new_thought_may_stand_around_it(string text, string? found) => Assert.Equal(found, Find(text));

    [Theory]
    [InlineData("stop texting?", null)]
    [InlineData("stop texting thanks?", null)]
    [InlineData("stop texting because why?", null)]
    [InlineData("stop texting. why?", "stop texting")]
    [InlineData("please stop texting?", null)]
    [InlineData("can you stop texting?", "stop texting")]
    [InlineData("please can you please stop texting thanks?", "stop texting")]
    [InlineData("can you? stop texting?", null)]
    [InlineData("can you? stop texting", "stop texting")]
    [InlineData("not interested stop texting?", null)]
    public void Rule7_a_question_is_none_unless_it_asks_for_it(string text, string? found) => Assert.Equal(found, Find(text));

    [Fact]
    public void Rule7_a_question_mark_counts_within_forty_words()
    {
        Assert.Null(Find("stop texting because" + Words(39) + "?"));
        Assert.Equal("stop texting", Find("stop texting because" + Words(40) + "?"));
        Assert.Equal("stop texting", Find("stop texting because" + Words(41) + "?"));
    }

    [Theory]
    [InlineData("I am ill so stop texting", "stop texting")]
    [InlineData("I am ill just stop texting", "stop texting")]
    [InlineData("I am ill stop texting", null)]
    [InlineData("if I am ill so stop texting", null)]
    [InlineData("ill if so stop texting", null)]
    [InlineData("ill. so stop texting", "stop texting")]
    [InlineData("if ill. well so stop texting", "stop texting")]
    [InlineData("I am ill so dont write", "dont write")]
    [InlineData("dont I so dont write", null)]
    public void Rule7_a_phrase_may_begin_anew_within_a_clause(string text, string? found) => Assert.Equal(found, Find(text));

    [Fact]
    public void Rule7_a_word_of_restart_may_itself_begin_the_phrase()
    {
        var data = Data with { Phrases = ["stop texting", "just leave"], Leads = ["so"] };
        Assert.Equal("just leave", Find("I am ill just leave", data));
        Assert.Equal("stop texting", Find("I am ill so stop texting", data));
    }

    [Fact]
    public void Rule7_a_condition_takes_the_force_of_what_follows_within_twelve_words()
    {
        Assert.Null(Find("if" + Words(10) + " so stop texting"));
        Assert.Equal("stop texting", Find("if" + Words(11) + " so stop texting"));
    }

    [Theory]
    [InlineData("stop", "stop")]
    [InlineData("please stop thanks", "stop")]
    [InlineData("stop. please. thanks", "stop")]
    [InlineData("please right away. cancel it", "cancel it")]
    [InlineData("stop. cancel it", "stop")]
    [InlineData("stop. I am ill", null)]
    [InlineData("I am ill. stop", null)]
    [InlineData("please I. stop", null)]
    [InlineData("stop. not interested", "stop")]
    [InlineData("wrong number. I am ill. please stop", "stop")]
    [InlineData("not interested", null)]
    [InlineData("stop?", null)]
    [InlineData("", null)]
    public void Rule7_a_bare_word_is_one_as_the_whole_message_or_beside_a_signal(string text, string? found) =>
        Assert.Equal(found, Find(text));

    [Theory]
    [InlineData("stpo", "stpo")]
    [InlineData("stpo textin me", "stpo textin me")]
    [InlineData("stop texxting", "stop texxting")]
    [InlineData("no more mesages", "no more mesages")]
    [InlineData("stop testing", null)] // a word of its own
    [InlineData("forgeting", "forgeting")]
    [InlineData("stop kindlie", null)] // only in the phrases' own words
    [InlineData("stop kindlier", "stop")]
    [InlineData("not intersted. stop", null)]
    [InlineData("forgotten", null)]
    public void Rule7_typing_errors_are_accepted_in_the_phrases_own_words(string text, string? found) => Assert.Equal(found, Find(text));

    [Fact]
    public void Rule7_where_a_language_sets_commas_within_a_phrase_they_end_no_clause_of_it()
    {
        var german = Data with { SpansCommas = true };
        Assert.Equal("stop, texting, me", Find("stop, texting, me", german));
        Assert.Equal("no more text, messages", Find("no more text, messages", german));
        Assert.Equal("stop texting", Find("stop texting,", german));
        Assert.Null(Find("no more text,", german));
        Assert.Null(Find("stop. texting", german));
        Assert.Null(Find("no more text. messages", german));
    }

    [Fact]
    public void Rule7_a_phrase_has_at_most_31_words()
    {
        string longest = "go" + string.Concat(Enumerable.Repeat(" on", 30));
        Assert.Equal(longest, Find(longest, Data with { Phrases = [longest] }));
        Assert.Null(Find(longest + " on", Data with { Phrases = [longest + " on"] }));
        string tooLong = "or" + string.Concat(Enumerable.Repeat(" or", 32));
        Assert.Null(Find(tooLong, Data with { Phrases = [tooLong] }));
    }

    [Theory]
    [InlineData("stop $nothing", "please", "The revocation phrases of 'xx' name an unknown class '$nothing'.")]
    [InlineData("stop", "so then", "The revocation data of 'xx' has 'so then' in a list of single words.")]
    [InlineData("stop", "", "The revocation data of 'xx' has '' in a list of single words.")]
    public void Rule7_faulty_data_are_named(string phrase, string restart, string error) =>
        Assert.Equal(
            error,
            Assert
                .Throws<InvalidOperationException>(() =>
                    new RevocationGrammar(Data with { Phrases = [phrase], Restarts = [restart] }, new RevocationVocabulary())
                )
                .Message
        );

    [Fact]
    public void Rule7_a_spelling_of_two_words_is_none() =>
        Assert.Equal(
            "The revocation data of 'xx' has 'st op' in a list of single words.",
            Assert
                .Throws<InvalidOperationException>(() =>
                    new RevocationGrammar(
                        Data with
                        {
                            Typos = new Dictionary<string, string> { ["st op"] = "stop" },
                        },
                        new RevocationVocabulary()
                    )
                )
                .Message
        );

    private static string Words(int count) => string.Concat(Enumerable.Repeat(" la", count));

    private static string? Find(string text, RevocationData? data = null)
    {
        var vocabulary = new RevocationVocabulary();
        var grammar = new RevocationGrammar(data ?? Data, vocabulary);
        foreach (int word in grammar.TypoWords)
        {
            vocabulary.AcceptTypos(word);
        }

        MessageWord[] words = [.. MessageWords.Of(text, vocabulary.Resolve)];
        return grammar.Find(words) is (int first, int last) ? text[words[first].Start..words[last].End] : null;
    }
}

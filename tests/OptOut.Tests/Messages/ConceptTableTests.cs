namespace OptOut.Tests;

public sealed class ConceptTableTests
{
    private static readonly string[] Lines =
    [
        "STOP: stop cease ceases arrêter* apg* cut_it_out hang_up",
        "MSG: texto messages lights apgar* abcdefghijklmnop bcdefghijklmnopqr halt",
        "STOP: cesar cease",
        "OUT: nights out abcdefghijklmno* bcdefghijklmno*",
        "= ceast stop",
    ];

    [Theory]
    [InlineData("stop", 1)]
    [InlineData("cesar", 1)]
    [InlineData("Arretera", 1)]
    [InlineData("apgx", 1)]
    [InlineData("apg", 1)]
    [InlineData("apgarx", 2)]
    [InlineData("messages", 2)]
    [InlineData("out", 3)]
    [InlineData("bcdefghijklmnoxyz", 3)] // a stem of 14 letters; one of 15 is none
    [InlineData("abcdefghijklmnoxyz", 0)]
    [InlineData("ap", 0)]
    [InlineData("hello", 0)]
    [InlineData("ceast", 0)] // near "cease", and said to be a word of its own
    public void Rule7_a_word_or_its_stem_has_a_concept(string text, int concept) => Assert.Equal((concept, text.Length, false), Of(text));

    [Theory]
    [InlineData("cut it out", 1, 10)]
    [InlineData("cut it out now", 1, 10)]
    [InlineData("hang up now", 1, 7)]
    [InlineData("hang-up", 1, 7)]
    [InlineData("hang. up", 0, 4)]
    [InlineData("cut it", 0, 3)]
    [InlineData("stop messages", 1, 4)]
    public void Rule7_up_to_three_words_are_read_as_one(string text, int concept, int length) =>
        Assert.Equal((concept, length, false), Of(text));

    [Theory]
    [InlineData("ceaze", 1)]
    [InlineData("ceae", 0)] // shorter than five letters
    [InlineData("ceasee", 1)]
    [InlineData("xease", 1)]
    [InlineData("ceses", 1)] // one letter from "ceases", two from "cease"
    [InlineData("mesages", 2)]
    [InlineData("messagse", 2)]
    [InlineData("hallt", 0)] // "halt" is too short
    [InlineData("hangup", 0)]
    [InlineData("hangg", 0)]
    [InlineData("zights", 0)] // lights, nights
    [InlineData("ights", 0)]
    [InlineData("lighhts", 2)]
    [InlineData("nihts", 3)]
    [InlineData("abcdefghijklmnxp", 2)] // 16 letters
    [InlineData("abcdefghijklmnp", 2)]
    [InlineData("abcdefghijklmnopp", 0)]
    [InlineData("bcdefghijklmnpqr", 0)] // of a word of 17
    public void Rule7_a_longer_word_may_have_one_typing_error(string text, int concept) =>
        Assert.Equal((concept, text.Length, concept != 0), Of(text));

    [Fact]
    public void Rule7_the_word_begins_where_it_is_said_to()
    {
        Assert.Equal(2, ConceptTable.Read(Lines).Of(" CEASE MESSAGES . ", 7, out int length, out bool isMisspelt));
        Assert.Equal((8, false), (length, isMisspelt));
    }

    [Theory]
    [InlineData('j')]
    [InlineData('m')]
    [InlineData('t')]
    [InlineData('s')]
    [InlineData('l')]
    [InlineData('d')]
    [InlineData('n')]
    [InlineData('c')]
    public void Rule7_French_leaves_out_a_vowel_before_a_vowel(char letter)
    {
        var table = ConceptTable.Read(["SEND: envoyez aide eau irai* stop", "HEAR: avise* oublie* utilise ecoutez habite*"]);
        Assert.Equal((1, 8, false), Of($"{letter}'envoyez", table));
        Assert.Equal((1, 5, false), Of($"{letter}'aide", table));
        Assert.Equal((1, 6, false), Of($"{letter}'irais", table));
        Assert.Equal((2, 8, false), Of($"{letter}'oublier", table));
        Assert.Equal((2, 8, false), Of($"{letter}'utilise", table));
        Assert.Equal((2, 8, false), Of($"{letter}'habiter", table));
        Assert.Equal((0, 4, false), Of($"{letter}'eau", table));
        Assert.Equal((0, 5, false), Of($"{letter}'stop", table));
    }

    [Theory]
    [InlineData("b'oublier", 0, false)]
    [InlineData("b'envoyez", 1, true)] // one letter too many
    [InlineData("m'envoyes", 0, false)]
    [InlineData("menthe", 2, false)] // its own stem comes first
    [InlineData("maide", 1, false)]
    public void Rule7_only_before_words_that_have_no_concept_with_the_letter(string text, int concept, bool isMisspelt)
    {
        var table = ConceptTable.Read(["SEND: envoyez aide enthe", "MINT: menth*", "HEAR: oublie*"]);
        Assert.Equal((concept, text.Replace("'", "", StringComparison.Ordinal).Length, isMisspelt), Of(text, table));
    }

    [Theory]
    [InlineData("Recognition/concepts.txt: 'halt' is both STOP and END.", "STOP: stop halt", "END: end halt")]
    [InlineData("Recognition/concepts.txt: 'hal*' is both END and STOP.", "STOP: stop", "END: hal*", "STOP: hal*")]
    [InlineData("Recognition/concepts.txt: 'arrêt' is both STOP and MSG.", "STOP: arret", "END: end", "MSG: arrêt")]
    public void Rule7_a_word_has_one_concept(string error, params string[] lines) =>
        Assert.Equal(error, Assert.Throws<InvalidOperationException>(() => ConceptTable.Read(lines)).Message);

    [Fact]
    public void Rule7_a_word_and_a_stem_may_differ() =>
        Assert.Equal(
            [2, 1],
            new[] { "halt", "halten" }.Select(text => Of(text, ConceptTable.Read(["STOP: halt*", "END: halt halt"])).Concept)
        );

    [Fact]
    public void Rule7_there_is_room_for_63_concepts()
    {
        string[] lines =
        [
            .. Enumerable.Range(1, 64).Select(number => $"C{number}: word{(char)('a' + (number % 26))}{(char)('a' + (number / 26))}"),
        ];
        Assert.Equal((63, 6, false), Of("wordlc", ConceptTable.Read(lines.Take(63))));
        Assert.Equal((1, 5, false), Of("again", ConceptTable.Read([.. lines.Take(63), "C1: again"])));
        Assert.Equal(
            "Recognition/concepts.txt: more than 63 concepts.",
            Assert.Throws<InvalidOperationException>(() => ConceptTable.Read(lines)).Message
        );
    }

    private static (int Concept, int Length, bool IsMisspelt) Of(string text) => Of(text, ConceptTable.Read(Lines));

    private static (int Concept, int Length, bool IsMisspelt) Of(string text, ConceptTable table)
    {
        char[] form = new char[RecognisedText.Capacity];
        int written = RecognisedText.Write(text, form);
        byte concept = table.Of(form.AsSpan(0, written), 1, out int length, out bool isMisspelt);
        return (concept, length, isMisspelt);
    }
}

namespace OptOut.Tests;

public sealed class MessageWordsTests
{
    // "." ends a clause, "," by a comma alone, "?" by a question.
    [Theory]
    [InlineData("a b", "a", "b.")]
    [InlineData("a, b", "a,", "b.")]
    [InlineData("a，b", "a,", "b.")]
    [InlineData("a,, b", "a,", "b.")]
    [InlineData("a,. b", "a.", "b.")]
    [InlineData("a., b", "a.", "b.")]
    [InlineData("a. b", "a.", "b.")]
    [InlineData("a? b", "a?", "b.")]
    [InlineData("a？! b", "a?", "b.")]
    [InlineData("a!? b", "a?", "b.")]
    [InlineData("a?, b", "a?", "b.")]
    [InlineData("a,", "a.")]
    [InlineData("a, ", "a.")]
    [InlineData("a\nb", "a.", "b.")]
    [InlineData("a\rb", "a.", "b.")]
    [InlineData("a 🛑 b", "a.", "b.")]
    [InlineData("a ™ b", "a.", "b.")]
    [InlineData("a-b c", "a", "b", "c.")]
    [InlineData("don't ‘a’", "don't", "a.")]
    [InlineData(", a", "a.")]
    [InlineData("!?")]
    public void Rule7_punctuation_ends_a_clause_and_a_comma_is_known_as_one(string text, params string[] expected) =>
        Assert.Equal(expected, Words(text, _ => 7).Select(word => text[word.Start..word.End] + Sign(word)));

    [Fact]
    public void Rule7_a_word_is_found_where_it_stands()
    {
        Assert.Equal(
            [
                new MessageWord(1, 6, 1, true, true, false),
                new MessageWord(8, 11, 2, false, false, false),
                new MessageWord(12, 14, 3, true, false, true),
            ],
            Words(" Don't, ｔｘt me?", word => Array.IndexOf(["", "DONT", "TXT", "ME"], word))
        );
    }

    [Fact]
    public void Rule7_a_word_of_more_than_32_characters_is_none_of_ours()
    {
        string longest = new('x', 32);
        Assert.Equal([7, 7], Words(longest + " " + longest, _ => 7).Select(word => word.Id));
        Assert.Equal([0, 0], Words(longest + "x " + longest + "x", _ => 7).Select(word => word.Id));
    }

    [Fact]
    public void Rule7_the_end_of_an_overlong_word_is_no_word()
    {
        string filled = new('ß', 16); // 32 letters
        Assert.Equal([0], Words(filled + "xstop", word => word == "STOP" ? 1 : 0).Select(word => word.Id));
        Assert.Null(PlainLanguageRevocation.Find(filled + "xstop texting me"));
    }

    private static List<MessageWord> Words(string text, Func<string, int> resolve) =>
        MessageWords.Of(text, folded => resolve(folded.ToString()));

    private static string Sign(MessageWord word) =>
        word switch
        {
            { EndsClause: false, Comma: false, Asks: false } => "",
            { EndsClause: true, Comma: true, Asks: false } => ",",
            { EndsClause: true, Comma: false, Asks: true } => "?",
            { EndsClause: true, Comma: false, Asks: false } => ".",
            _ => " impossible",
        };
}

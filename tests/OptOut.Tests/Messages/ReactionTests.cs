namespace OptOut.Tests;

/// <summary>What is a phone's reaction, and what only looks like one (rule 5).</summary>
public sealed class ReactionTests
{
    [Theory]
    [InlineData("👍 to “STOP”")]
    [InlineData("👍 a “STOP”")]
    [InlineData("👍 à « STOP »")]
    [InlineData("👍 auf „STOPP“")]
    [InlineData("👍 zu „STOPP“")]
    [InlineData("👍 em “SAIR”")]
    [InlineData("👍 para “SAIR”")]
    [InlineData("Hat „“ mit „Gefällt mir“ markiert")]
    [InlineData(" \u200E\u2068Liked “STOP”\u2069.\r\n")]
    [InlineData("Liked ‘STOP’")]
    [InlineData("Liked ‘STOP")]
    public void Rule5_an_emoji_and_a_word_before_the_quoted_message_make_a_reaction(string body) => Assert.True(Reaction.Is(body), body);

    [Theory]
    [InlineData("to “STOP”")]
    [InlineData("a “STOP”")]
    [InlineData("à « STOP »")]
    [InlineData("auf „STOPP“")]
    [InlineData("zu „STOPP“")]
    [InlineData("em “SAIR”")]
    [InlineData("para “SAIR”")]
    [InlineData("- to “STOP”")]
    [InlineData("- à « STOP »")]
    [InlineData("à “STOP")]
    [InlineData("👍 by “STOP”")]
    [InlineData("👍 “STOP”")]
    [InlineData("to an image")]
    [InlineData("👍 to an image")]
    [InlineData("à une image")]
    [InlineData("“Liked an image”")]
    [InlineData("“Liked” an image")]
    [InlineData("Liked \"STOP")]
    [InlineData("Liked ‘STOP’ and now stop it")]
    [InlineData("Liked “STOP” and now stop it")]
    public void Rule5_without_the_words_of_a_phone_it_is_a_persons_own_text(string body) => Assert.False(Reaction.Is(body), body);

    [Theory]
    [InlineData(400, true)]
    [InlineData(401, false)]
    public void Rule5_what_stands_before_the_quoted_message_has_a_length(int length, bool reaction) =>
        Assert.Equal(reaction, Reaction.Is("Liked".PadRight(length) + "“STOP”"));
}

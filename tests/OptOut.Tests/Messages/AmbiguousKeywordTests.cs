namespace OptOut.Tests;

/// <summary>Where a text asks for a keyword as an answer to something else (rule 26).</summary>
public sealed class AmbiguousKeywordTests
{
    [Theory]
    [InlineData("Reply cancel to move your visit", "cancel")]
    [InlineData("Reply with the word yes if you come", "yes")]
    [InlineData("CANCEL to move your visit", "CANCEL")]
    [InlineData("YES or no", "YES")]
    [InlineData("Reply YES if you would really like some updates", "YES")]
    [InlineData("Reply END for us to stop the delivery of them", "END")]
    [InlineData("Reply END to end your trial", "END")]
    public void Rule26_a_keyword_in_capitals_or_asked_for_that_answers_something_else(string body, string word) =>
        Assert.Equal([word], AmbiguousKeywords.Find(body).Select(span => body[span.Start..span.End]));

    [Theory]
    [InlineData("Cancel to move your visit")]
    [InlineData("The word yes if you come")]
    [InlineData("Reply today or say yes if you come")]
    [InlineData("Reply just with the single word yes if you come")]
    [InlineData("Reply YES")]
    [InlineData("Reply YES if you would really like updates")]
    [InlineData("Reply END to end")]
    [InlineData("Reply END to stop all these alerts")]
    [InlineData("Reply CANCEL to unsubscribe from us")]
    [InlineData("Reply STOP to move your visit")]
    public void Rule26_a_keyword_that_is_a_word_or_does_what_it_says_is_not(string body) => Assert.Empty(AmbiguousKeywords.Find(body));
}

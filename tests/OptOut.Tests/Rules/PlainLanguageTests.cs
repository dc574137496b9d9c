namespace OptOut.Tests;

/// <summary>What plain words, reactions and our own footer do to a recipient's ledger (rules 5, 7, 8).</summary>
public class PlainLanguageTests
{
    private readonly Recipient recipient = new();

    [Fact]
    public void Rule7_the_event_keeps_score_and_version()
    {
        recipient.Texts("I do not wish to be contacted");
        Assert.Equal(EventType.OptedOut, recipient.Last.Type);
        Assert.InRange(recipient.Last.Score!.Value, 0.9, 1);
        Assert.StartsWith(RevocationRecogniser.BuiltIn.Version, recipient.Last.Recogniser, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule7_an_opt_out_word_with_please_that_may_be_about_an_appointment_waits_for_a_person()
    {
        recipient.Texts("PLEASE CANCEL");
        Assert.Equal(EventType.ReviewNeeded, recipient.Last.Type);
    }

    [Theory]
    [InlineData("Emphasized “STOP”")]
    [InlineData("Loved “YES”")]
    [InlineData("Reply STOP to unsubscribe")]
    public void Rule5_what_says_nothing_leaves_no_event_and_no_answer(string body)
    {
        var decision = recipient.Texts(body);
        Assert.Empty(decision.Events);
        Assert.Null(decision.Reply);
    }

    [Theory]
    [InlineData("STOP. Don't text back")]
    [InlineData("Don't text back")]
    public void Rule8_an_opt_out_that_forbids_an_answer_gets_none(string body)
    {
        var decision = recipient.Texts(body);
        Assert.Equal(EventType.OptedOut, recipient.Last.Type);
        Assert.Null(decision.Reply);
    }
}

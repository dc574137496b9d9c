namespace OptOut.Tests;

/// <summary>Rule 22: whether the question of a double opt-in was put already, and who asked for it.</summary>
public sealed class RequestTests
{
    [Theory]
    [InlineData(Sources.Api, false)]
    [InlineData(Sources.Import, false)]
    [InlineData(Sources.Message, true)]
    [InlineData(Sources.Conversations, true)]
    public void Rule22_a_request_that_the_person_texted_for_is_asked_by_its_answer_and_any_other_is_still_to_be_sent(
        string source,
        bool texted
    )
    {
        var recipient = new Recipient();
        recipient.Consents("news", source: source);
        var pending = recipient.State.Brand("acme").Campaign("news").Pending!;
        Assert.Equal((texted, texted), (pending.Asked, pending.ByText));
    }
}

namespace OptOut.Tests;

/// <summary>Rule 39: where several messages wait for a person, each is decided by itself.</summary>
public sealed class ReviewOrderTests
{
    private readonly Recipient recipient = new(Clinic.Acme with { FreeTextOptOut = FreeTextOptOut.Review });

    private PendingReview Doubts()
    {
        recipient.Texts("please stop texting me").Records(EventType.ReviewNeeded);
        return new PendingReview(recipient.Last.Id, recipient.Last.At, recipient.Last.DueAt!.Value);
    }

    private void IsOrdinary(PendingReview review) =>
        recipient.Take(
            ReviewRules.Decide(
                recipient.State,
                recipient.Ledger.Single(e => e.Id == review.Event),
                recipient.Policy,
                ReviewDecision.Ordinary,
                "read it",
                "j.doe",
                Sources.Api,
                recipient.Now
            )
        );

    [Fact]
    public void Rule39_a_decision_ends_its_own_review_and_the_brand_goes_on_after_the_last()
    {
        recipient.Consents();
        var (first, second, third) = (Doubts(), Doubts(), Doubts());
        Assert.Equal([first, second, third], recipient.State.Brand("acme").Reviews!);
        IsOrdinary(second);
        Assert.Equal([first, third], recipient.State.Brand("acme").Reviews!);
        IsOrdinary(first);
        recipient.Check().IsDenied(Reason.ReviewPending);
        IsOrdinary(third);
        Assert.Null(recipient.State.Brand("acme").Reviews);
        recipient.Check().IsAllowed();
    }
}

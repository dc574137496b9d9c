namespace OptOut.Tests;

/// <summary>Rule 39: what holds at the very moment at which a review is due, and at that of an opt-in.</summary>
public sealed class ReviewMomentTests
{
    private const string Doubtful = "please stop texting me";
    private readonly Recipient person = new(Clinic.Acme with { FreeTextOptOut = FreeTextOptOut.Review });

    [Fact]
    public void Rule39_a_review_is_an_opt_out_from_the_moment_at_which_it_is_due()
    {
        person.Consents();
        person.Texts(Doubtful);
        var needed = person.Last;
        person.Check(at: needed.DueAt!.Value.AddTicks(-1)).IsDenied(Reason.ReviewPending).RestsOn(needed);
        person.Check(at: needed.DueAt).IsDenied(Reason.OptedOut).RestsOn(needed);
    }

    [Theory]
    [InlineData(-1, Reason.ReviewPending, Reason.OptedOut)]
    [InlineData(0, Reason.ReviewPending, Reason.OptedOut)]
    [InlineData(1, Reason.Consented, Reason.Consented)]
    public void Rule39_an_opt_in_outlives_a_review_of_an_earlier_message_and_none_of_its_own_moment(
        int ticksAfter,
        Reason waiting,
        Reason overdue
    )
    {
        person.Consents();
        person.Texts("STOP");
        var asked = person.Waits(TimeSpan.FromMinutes(1));
        person.Texts(Doubtful, raced: asked).Records(EventType.ReviewNeeded);
        var due = person.Last.DueAt;
        person.Texts("START", raced: asked.AddTicks(ticksAfter)).Records(EventType.OptedIn);
        Assert.Equal(["reminders"], person.Last.Restored!, StringComparer.Ordinal);
        Assert.Equal((waiting, overdue), (person.Check().Reason, person.Check(at: due).Reason));
    }

    [Theory]
    [InlineData(0, Reason.ReviewPending)]
    [InlineData(1, Reason.PriorRelationship)]
    public void Rule39_an_opt_in_outlives_it_where_no_consent_of_the_campaign_does(int ticksAfter, Reason reason)
    {
        person.Consents(basis: Basis.PriorRelationship);
        person.Texts("STOP");
        var asked = person.Waits(TimeSpan.FromMinutes(1));
        person.Texts(Doubtful, raced: asked);
        person.Texts("START", raced: asked.AddTicks(ticksAfter)).Records(EventType.OptedIn);
        Assert.Equal(reason, person.CheckInformational().Reason);
    }
}

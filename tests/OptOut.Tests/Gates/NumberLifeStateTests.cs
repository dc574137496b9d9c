using System.Text.Json;

namespace OptOut.Tests;

/// <summary>Rule 36: all that ends with the owner of before, and all that stays because it is newer than the change.</summary>
public sealed class NumberLifeStateTests
{
    private readonly Recipient recipient = new();
    private readonly DateTimeOffset at;

    /// <summary>Whatever a person can open, all of it at one moment.</summary>
    public NumberLifeStateTests()
    {
        at = recipient.Now.AddMilliseconds(-500);
        recipient.Take(
            new Decision([
                Event(EventType.Consented) with
                {
                    Campaign = "reminders",
                    AgeVerified = new AgeVerification(21, "id-document", at),
                    Language = "es",
                },
                Event(EventType.Consented) with
                {
                    Campaign = "reminders",
                    Basis = Basis.PriorRelationship,
                },
                Event(EventType.Consented) with
                {
                    Basis = Basis.PriorRelationship,
                },
                Event(EventType.ConsentRequested) with
                {
                    Campaign = "news",
                    Until = at.AddDays(1),
                },
                Event(EventType.ConversationOpened) with
                {
                    Sender = Clinic.Number,
                    Until = at.AddDays(1),
                },
                Event(EventType.SendRecorded) with
                {
                    Campaign = "reminders",
                    Kind = CheckKind.Campaign,
                    Fulfilled = [Obligation.OptOutLanguage, Obligation.ReconfirmConsent],
                },
            ])
        );
    }

    private LedgerEvent Event(EventType type) =>
        new()
        {
            Type = type,
            At = at,
            Brand = "acme",
            Source = Sources.Api,
        };

    private static string Json(RecipientState state) => JsonSerializer.Serialize(state, OptOutJson.Default.RecipientState);

    [Fact]
    public void Rule36_what_was_opened_at_the_very_time_of_the_change_is_over_and_what_was_sent_was_sent()
    {
        var before = recipient.State.Brand("acme");
        recipient.IsReassigned(at);
        var nothing = new BrandState();
        var expected = recipient.State with
        {
            Reassigned = new Mark(at, recipient.Last.Id),
            Profile = null,
            Brands = recipient.State.Brands.SetItem(
                "acme",
                nothing with
                {
                    Sends = [at],
                    Conversations = nothing.Conversations.Add(
                        Clinic.Number,
                        new Conversation(at, at, at.AddDays(1), recipient.Ledger[4].Id, ClosedAt: at)
                    ),
                    Campaigns = nothing
                        .Campaigns.Add("news", new CampaignState())
                        .Add("reminders", new CampaignState { Sends = [at], LastSends = [at] }),
                }
            ),
        };
        Assert.Equal(Json(expected), Json(recipient.State));
        Assert.NotNull(before.Campaign("reminders").FirstSendAt);
        Assert.NotNull(before.Campaign("reminders").ReconfirmedAt);
    }

    [Fact]
    public void Rule36_what_was_opened_just_after_the_change_stays_whole()
    {
        var before = recipient.State;
        recipient.IsReassigned(at.AddTicks(-1));
        var expected = before with
        {
            Reassigned = new Mark(at.AddTicks(-1), recipient.Last.Id),
            LastSequence = recipient.Last.Sequence,
            ChangedAt = recipient.Last.RecordedAt,
            Head = recipient.Last.Hash,
        };
        Assert.Equal(Json(expected), Json(recipient.State));
        Assert.NotNull(recipient.State.Brand("acme").AgeEvent);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Rule36_of_two_changes_the_newest_counts_and_of_two_at_once_the_first(int ticks, int counts)
    {
        LedgerEvent Reassigned(DateTimeOffset time) => Event(EventType.NumberReassigned) with { At = time, Brand = null };
        recipient.Take(new Decision([Reassigned(at), Reassigned(at.AddTicks(ticks))]));
        Assert.Equal(new Mark(at.AddTicks(counts), recipient.Ledger[^(2 - counts)].Id), recipient.State.Reassigned);
    }

    [Fact]
    public void Rule36_the_new_owners_START_restores_what_the_new_owner_held()
    {
        recipient.IsReassigned();
        recipient.Consents("offers");
        recipient.Texts("STOP");
        recipient.Texts("START");
        Assert.Equal(["offers"], recipient.Last.Restored);
        recipient.Check("offers").IsAllowed();
        recipient.Check().IsDenied(Reason.NoConsent);
    }

    [Fact]
    public void Rule36_while_the_opt_out_of_the_owner_before_stands_nothing_is_put_by_for_START()
    {
        recipient.Texts("STOP");
        recipient.IsReassigned();
        recipient.Consents("offers", reconsent: true);
        recipient.Check("offers").IsAllowed();
        recipient.Texts("STOP");
        recipient.Texts("START");
        Assert.Null(recipient.Last.Restored);
        recipient.Check("offers").IsDenied(Reason.OptedOut);
    }
}

namespace OptOut.Tests;

/// <summary>
/// Rule 9: a confirmation that would come too late is withheld, and the ledger says so; one that was sent has the time it took.
/// </summary>
public sealed class ConfirmWithinTests
{
    private static readonly FollowUpTimes Times = new();
    private static readonly DateTimeOffset Arrival = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RecipientKey Key = new(Clinic.Account, RecipientAddress.FromTwilio("+14155552671")!);

    private static Receipt Receipt(
        Route route,
        ReplyKind kind = ReplyKind.OptOutConfirmation,
        ConfirmationState state = ConfirmationState.Planned,
        int? notFound = null
    ) =>
        new()
        {
            Id = "SM1",
            At = Arrival,
            Brand = "acme",
            FirstSequence = 1,
            LastSequence = 1,
            Confirmation = new Confirmation
            {
                Kind = kind,
                Text = "You are out.",
                From = Clinic.Number,
                To = Key.Recipient.Value,
                Route = route,
                State = state,
                NotFoundAt = notFound is { } s ? Arrival.AddSeconds(s) : null,
                Until = Arrival.AddMinutes(5),
            },
        };

    private static ConfirmationRules.Next Decide(Receipt receipt, int now, int? searched = null) =>
        ConfirmationRules.Decide(
            Key,
            receipt,
            Ledger.Empty(Key.Recipient.Value),
            searched is { } s ? Arrival.AddSeconds(s) : null,
            "mine",
            Arrival.AddSeconds(now),
            Times
        );

    [Theory]
    [InlineData(300, ConfirmationStep.Send)]
    [InlineData(301, ConfirmationStep.Done)]
    public void Rule9_what_was_never_tried_is_withheld_once_its_time_has_passed(int now, ConfirmationStep step)
    {
        var next = Decide(Receipt(Route.Rest), now);
        Assert.Equal(step, next.Step);
        Assert.Equal(
            step == ConfirmationStep.Send ? ConfirmationState.Claimed : ConfirmationState.Withheld,
            next.Write!.Confirmation!.State
        );
        Assert.Equal(step == ConfirmationStep.Send ? [] : [EventType.ConfirmationWithheld], (next.Events ?? []).Select(e => e.Type));
    }

    [Fact]
    public void Rule9_what_may_be_at_twilio_is_searched_for_before_it_is_withheld()
    {
        Assert.Equal(ConfirmationStep.Search, Decide(Receipt(Route.Twiml), 400).Step);
        Assert.Equal(ConfirmationStep.Wait, Decide(Receipt(Route.Twiml), 400, searched: 400).Step);
        Assert.Equal(ConfirmationState.Withheld, Decide(Receipt(Route.Rest, notFound: 400), 461, searched: 460).Write!.Confirmation!.State);
    }

    /// <summary>
    /// The Functions host shows a follow-up again 10 minutes after its host died over it (docs/reliability.md), which is too late to
    /// confirm.
    /// </summary>
    [Fact]
    public void Rule9_what_a_dead_host_held_for_ten_minutes_is_withheld_and_not_confirmed_late()
    {
        const int Back = 60 + 600;
        Assert.Equal(ConfirmationState.Withheld, Decide(Receipt(Route.Rest), Back).Write!.Confirmation!.State);
        Assert.Equal(ConfirmationStep.Search, Decide(Receipt(Route.Twiml), Back).Step);
        var late = Decide(Receipt(Route.Rest, notFound: Back), Back + 61, searched: Back + 60);
        Assert.Equal((ConfirmationStep.Done, ConfirmationState.Withheld), (late.Step, late.Write!.Confirmation!.State));
        Assert.Equal([EventType.ConfirmationWithheld], late.Events!.Select(e => e.Type));
    }

    [Fact]
    public void Rule9_a_help_text_that_comes_too_late_is_withheld_without_an_event() =>
        Assert.Empty(Decide(Receipt(Route.Rest, ReplyKind.Help), 301).Events ?? []);

    [Fact]
    public void Rule9_a_confirmation_that_was_sent_says_how_long_it_took()
    {
        Assert.Equal(2.5, Sent(2.5));
        Assert.Equal(0, Sent(-0.7));

        double? Sent(double after) =>
            ConfirmationRules
                .Sent(Key, Receipt(Route.Twiml), "SM2", Sources.StatusCallback, Arrival.AddSeconds(after), Arrival.AddSeconds(9))!
                .Value.Events.Single()
                .TookSeconds;
    }

    [Fact]
    public void Rule9_one_that_arrives_after_it_was_withheld_is_told_as_sent() =>
        Assert.Equal(
            ConfirmationState.Sent,
            ConfirmationRules
                .Sent(Key, Receipt(Route.Rest, state: ConfirmationState.Withheld), "SM2", Sources.StatusCallback, Arrival, Arrival)!
                .Value.Write.Confirmation!.State
        );

    [Fact]
    public void Rule11_a_brand_may_want_no_reply_after_an_opt_out_either()
    {
        var person = new Recipient(Clinic.Acme with { ReplyAfterOptOut = ReplyAfterOptOut.Never });
        person.Texts("STOP");
        person.Texts("one more question");
        person.CheckReply().IsDenied(Reason.OptedOut);
        person.Texts("START");
        person.Texts("thanks");
        person.CheckReply().IsAllowed(Reason.Conversation);
    }
}

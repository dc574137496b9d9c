namespace OptOut.Tests;

/// <summary>
/// What is done next about a confirmation (rule 9): two searches in vain, a gap apart, lead to a send, and nothing less does.
/// </summary>
public sealed class ConfirmationRulesTests
{
    private const int Gap = 60,
        Week = 7 * 24 * 3600;
    private static readonly FollowUpTimes Times = new();
    private static readonly DateTimeOffset Arrival = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RecipientKey Key = new(Clinic.Account, RecipientAddress.FromTwilio("+14155552671")!);

    private static DateTimeOffset? After(int? seconds) => seconds is { } s ? Arrival.AddSeconds(s) : null;

    private static Receipt Receipt(
        Route route,
        ConfirmationState state = ConfirmationState.Planned,
        int? claimed = null,
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
                Kind = ReplyKind.OptOutConfirmation,
                Text = "You are out.",
                From = Clinic.Number,
                To = Key.Recipient.Value,
                Route = route,
                State = state,
                ClaimedAt = After(claimed),
                NotFoundAt = After(notFound),
                AttemptId = claimed is null ? null : "before",
            },
        };

    private static ConfirmationRules.Next Decide(Receipt receipt, int now, int? searched = null, RecipientState? state = null) =>
        ConfirmationRules.Decide(
            Key,
            receipt,
            state ?? Ledger.Empty(Key.Recipient.Value),
            After(searched),
            "mine",
            Arrival.AddSeconds(now),
            Times
        );

    /// <summary>The person opted in again since.</summary>
    private static RecipientState Superseding()
    {
        var recipient = new Recipient();
        recipient.Texts("STOP");
        recipient.Texts("START");
        return recipient.State;
    }

    [Theory]
    [InlineData(10, null, null, ConfirmationStep.Wait, Gap)]
    [InlineData(60, null, null, ConfirmationStep.Search, null)]
    [InlineData(61, null, 59, ConfirmationStep.Search, null)]
    [InlineData(61, null, 60, ConfirmationStep.Wait, 61 + Gap)]
    [InlineData(100, 61, null, ConfirmationStep.Wait, 61 + Gap)]
    [InlineData(121, 61, null, ConfirmationStep.Search, null)]
    [InlineData(122, 61, 120, ConfirmationStep.Search, null)]
    [InlineData(122, 61, 121, ConfirmationStep.Send, null)]
    public void What_was_answered_as_TwiML_is_sent_only_after_two_searches_a_gap_apart(
        int now,
        int? notFound,
        int? searched,
        ConfirmationStep step,
        int? until
    )
    {
        var next = Decide(Receipt(Route.Twiml, notFound: notFound), now, searched);

        Assert.Equal((step, After(until) ?? default), (next.Step, next.Until));
    }

    [Theory]
    [InlineData(120, null, null, ConfirmationStep.Wait, 100 + Gap)]
    [InlineData(160, null, null, ConfirmationStep.Search, null)]
    [InlineData(161, null, 160, ConfirmationStep.Wait, 161 + Gap)]
    [InlineData(200, 161, null, ConfirmationStep.Wait, 161 + Gap)]
    [InlineData(222, 161, 160, ConfirmationStep.Search, null)]
    [InlineData(222, 161, 221, ConfirmationStep.Send, null)]
    public void What_is_claimed_may_be_at_Twilio_and_is_searched_for_just_so(
        int now,
        int? notFound,
        int? searched,
        ConfirmationStep step,
        int? until
    )
    {
        var next = Decide(Receipt(Route.Rest, ConfirmationState.Claimed, claimed: 100, notFound: notFound), now, searched);

        Assert.Equal((step, After(until) ?? default), (next.Step, next.Until));
    }

    [Fact]
    public void The_first_search_in_vain_turns_the_route_to_REST_before_anything_is_sent()
    {
        var written = Decide(Receipt(Route.Twiml), 61, searched: 60).Write!.Confirmation!;

        Assert.Equal((Route.Rest, ConfirmationState.Planned, After(61)), (written.Route, written.State, written.NotFoundAt));
    }

    [Fact]
    public void What_goes_by_REST_and_was_never_tried_is_claimed_at_once()
    {
        var next = Decide(Receipt(Route.Rest), 1);

        Assert.Equal(ConfirmationStep.Send, next.Step);
        Assert.Equal(
            (ConfirmationState.Claimed, "mine", After(1)),
            (next.Write!.Confirmation!.State, next.Write.Confirmation.AttemptId, next.Write.Confirmation.ClaimedAt)
        );
    }

    [Fact]
    public void A_new_claim_starts_the_searches_anew()
    {
        var claimed = Decide(
            Receipt(Route.Rest, ConfirmationState.Claimed, claimed: 100, notFound: 161),
            222,
            searched: 221
        ).Write!.Confirmation!;

        Assert.Equal(("mine", After(222), null), (claimed.AttemptId, claimed.ClaimedAt, claimed.NotFoundAt));
    }

    [Theory]
    [InlineData(ConfirmationState.Sent)]
    [InlineData(ConfirmationState.Failed)]
    [InlineData(ConfirmationState.Unknown)]
    [InlineData(ConfirmationState.Superseded)]
    public void What_has_ended_is_done(ConfirmationState state)
    {
        var next = Decide(Receipt(Route.Twiml, state), 10 * Gap, searched: 9 * Gap);

        Assert.Equal((ConfirmationStep.Done, null), (next.Step, next.Write));
        Assert.Equal(ConfirmationStep.Done, Decide(Receipt(Route.Twiml) with { Confirmation = null }, 10 * Gap).Step);
    }

    [Theory]
    [InlineData(Route.Twiml, ConfirmationState.Planned, null, Week + 1)]
    [InlineData(Route.Rest, ConfirmationState.Claimed, 100, Week + 101)]
    public void After_a_week_without_knowing_it_stays_unsent_and_that_is_told(Route route, ConfirmationState state, int? claimed, int now)
    {
        Assert.Equal(ConfirmationStep.Search, Decide(Receipt(route, state, claimed), now - 1).Step);
        var next = Decide(Receipt(route, state, claimed), now);

        Assert.Equal((ConfirmationStep.Done, ConfirmationState.Unknown), (next.Step, next.Write!.Confirmation!.State));
        Assert.Equal(EventType.ConfirmationUncertain, Assert.Single(next.Events!).Type);
    }

    [Fact]
    public void Superseded_before_Twilio_can_have_it_it_is_never_sent()
    {
        var next = Decide(Receipt(Route.Rest), 1, state: Superseding());

        Assert.Equal((ConfirmationStep.Done, ConfirmationState.Superseded), (next.Step, next.Write!.Confirmation!.State));
    }

    [Theory]
    [InlineData(Route.Twiml, ConfirmationState.Planned, null)]
    [InlineData(Route.Rest, ConfirmationState.Claimed, 0)]
    public void Superseded_when_Twilio_may_have_it_it_is_searched_for_all_the_same_and_then_dropped(
        Route route,
        ConfirmationState state,
        int? claimed
    )
    {
        var since = Superseding();

        Assert.Equal(ConfirmationStep.Search, Decide(Receipt(route, state, claimed), 61, state: since).Step);
        Assert.Equal(
            ConfirmationState.Superseded,
            Decide(Receipt(route, state, claimed, notFound: 61), 122, searched: 121, state: since).Write!.Confirmation!.State
        );
    }
}

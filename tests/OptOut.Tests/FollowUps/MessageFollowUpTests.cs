namespace OptOut.Tests;

/// <summary>What a follow-up does when it comes due (rule 9).</summary>
public sealed class MessageFollowUpTests
{
    private static readonly TimeSpan Gap = new FollowUpTimes().SearchGap;
    private readonly Desk desk = new();

    /// <summary>A STOP that the webhook took; its TwiML is on its way.</summary>
    private async Task<Inbound> StopAsync()
    {
        var message = desk.Message("STOP");
        await desk.TextsAsync("STOP");
        desk.Time.Advance(Gap);
        return message;
    }

    [Fact]
    public async Task Without_a_receipt_the_message_is_taken_as_of_its_first_arrival_and_confirmed_by_REST()
    {
        var message = desk.Message("STOP");
        desk.Time.Advance(Gap);

        Assert.Null(await desk.FollowAsync(message));
        Assert.Equal([EventType.OptedOut, EventType.ConfirmationSent], desk.Ledger);
        Assert.Equal(message.ReceivedAt, desk.Store.Ledger(Desk.Key)[0].At);
        var sent = Assert.Single(desk.Twilio.Sent);
        Assert.Equal((Clinic.Acme.OptOutText, Desk.Phone, Clinic.Number), (sent.Body, sent.To, sent.From));
        Assert.Equal([EventType.OptedOut, EventType.ConfirmationSent], desk.Published);
    }

    [Fact]
    public async Task A_webhook_that_comes_after_its_follow_up_is_answered_empty()
    {
        await desk.FollowAsync(desk.Message("STOP"));

        Assert.Equal(Route.Rest, (await desk.TextsAsync("STOP"))!.Confirmation!.Route);
        Assert.Single(desk.Twilio.Sent);
    }

    [Fact]
    public async Task TwiML_that_Twilio_lists_is_sent_and_nothing_goes_by_REST()
    {
        var message = await StopAsync();
        desk.Twilio.Takes(Desk.Phone, Clinic.Acme.OptOutText);

        Assert.Null(await desk.FollowAsync(message));
        Assert.Equal(
            (ConfirmationState.Sent, "SMlisted1"),
            ((await desk.ConfirmationAsync()).State, (await desk.ConfirmationAsync()).MessageSid)
        );
        Assert.Empty(desk.Twilio.Sent);
    }

    [Fact]
    public async Task TwiML_that_Twilio_never_took_goes_by_REST_once_after_two_searches_a_gap_apart()
    {
        var message = await StopAsync();

        Assert.Equal(Gap, await desk.FollowAsync(message));
        Assert.Empty(desk.Twilio.Sent);
        desk.Time.Advance(Gap);
        Assert.Null(await desk.FollowAsync(message, attempts: 1));
        Assert.Null(await desk.FollowAsync(message, attempts: 1));
        Assert.Single(desk.Twilio.Sent);
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(3, 480)]
    [InlineData(20, 900)]
    public async Task While_Twilio_cannot_be_asked_nothing_is_sent_and_the_pause_grows(int attempts, int seconds)
    {
        var message = await StopAsync();
        desk.Twilio.Listed = null;

        Assert.Equal(TimeSpan.FromSeconds(seconds), await desk.FollowAsync(message, attempts));
        Assert.Empty(desk.Twilio.Sent);
    }

    [Fact]
    public async Task Where_nobody_knows_whether_Twilio_took_a_call_its_list_decides()
    {
        desk.Twilio.Answer = new SendResult(SendOutcome.Unknown);
        var message = desk.Message("STOP");
        Assert.Equal(Gap, await desk.FollowAsync(message));
        desk.Twilio.Takes(Desk.Phone, Clinic.Acme.OptOutText);
        desk.Time.Advance(Gap);

        Assert.Null(await desk.FollowAsync(message, attempts: 1));
        Assert.Single(desk.Twilio.Sent);
        Assert.Equal(ConfirmationState.Sent, (await desk.ConfirmationAsync()).State);
    }

    [Fact]
    public async Task Where_Twilio_fails_over_and_over_the_pause_between_calls_grows()
    {
        desk.Twilio.Answer = new SendResult(SendOutcome.Unknown);

        Assert.Equal(TimeSpan.FromMinutes(8), await desk.FollowAsync(desk.Message("STOP"), attempts: 3));
    }

    [Fact]
    public async Task What_Twilio_did_not_take_is_tried_again_after_a_growing_pause()
    {
        desk.Twilio.Answer = new SendResult(SendOutcome.TryLater);
        var message = desk.Message("STOP");
        Assert.Equal(TimeSpan.FromSeconds(120), await desk.FollowAsync(message, attempts: 1));
        Assert.Equal(ConfirmationState.Planned, (await desk.ConfirmationAsync()).State);
        desk.Twilio.Answer = new SendResult(SendOutcome.Accepted, "SM9");

        Assert.Null(await desk.FollowAsync(message, attempts: 2));
        Assert.Equal(2, desk.Twilio.Sent.Count);
    }

    [Fact]
    public async Task What_Twilio_refuses_ends_and_21610_blocks_the_sender()
    {
        desk.Twilio.Answer = new SendResult(SendOutcome.Refused, ErrorCode: TwilioErrors.Unsubscribed);

        Assert.Null(await desk.FollowAsync(desk.Message("STOP")));
        Assert.Equal(ConfirmationState.Failed, (await desk.ConfirmationAsync()).State);
        Assert.Equal([EventType.OptedOut, EventType.ProviderBlocked], desk.Ledger);
        Assert.Equal([EventType.OptedOut, EventType.ProviderBlocked], desk.Published);
    }

    [Fact]
    public async Task A_confirmation_that_something_newer_made_untrue_is_never_sent()
    {
        var message = await StopAsync();
        await desk.FollowAsync(message);
        await desk.TextsAsync("START", "SM2");
        desk.Time.Advance(Gap);

        Assert.Null(await desk.FollowAsync(message, attempts: 1));
        Assert.Equal(ConfirmationState.Superseded, (await desk.ConfirmationAsync()).State);
        Assert.Empty(desk.Twilio.Sent);
    }

    [Fact]
    public async Task While_the_store_is_down_it_is_put_off()
    {
        var message = desk.Message("STOP");
        desk.Store.IsDown = true;
        Assert.Equal(desk.Times.StorePause, await desk.FollowAsync(message));
        desk.Store.IsDown = false;

        Assert.Null(await desk.FollowAsync(message, attempts: 1));
        Assert.Equal(EventType.OptedOut, desk.Ledger.First());
    }

    [Fact]
    public async Task What_was_put_off_for_a_week_and_what_is_no_longer_configured_are_dead_letters()
    {
        var message = desk.Message("STOP");

        var followUp = MessageFollowUp.Of(message);
        Assert.IsType<FollowUpOutcome.DeadLetter>(await desk.OutcomeAsync(followUp with { Attempts = desk.Times.MaxAttempts + 1 }));
        Assert.IsType<FollowUpOutcome.DeadLetter>(await desk.OutcomeAsync(followUp with { AccountSid = "ACgone" }));
        Assert.Empty(desk.Ledger);
    }

    [Fact]
    public async Task What_died_begins_its_week_anew_when_it_is_revived()
    {
        var died = MessageFollowUp.Of(desk.Message("STOP")) with { Attempts = desk.Times.MaxAttempts + 1 };

        Assert.Null(await desk.FollowAsync(died.Revived()));
        Assert.Equal(EventType.OptedOut, desk.Ledger.First());
    }

    [Fact]
    public async Task A_change_without_a_receipt_is_published()
    {
        await desk.FollowAsync(desk.Message("STOP"));
        desk.Queue.Published.Clear();

        Assert.Null(await desk.FollowAsync(new PublicationFollowUp(Clinic.Account, Desk.Phone, 1, 1)));
        Assert.Equal([EventType.OptedOut], desk.Published);
    }
}

namespace OptOut.Tests;

/// <summary>Rules 25, 30 and 33 for a message that waits at Twilio: what its report brought is kept, and judged when it went out.</summary>
public sealed class ScheduledSendTests
{
    private const string Sid = "SM-planned";
    private readonly Desk desk = new();
    private readonly ScheduleSend schedule;

    public ScheduledSendTests() => schedule = new ScheduleSend(desk.Changes, desk.Queue, desk.Decisions);

    private DateTimeOffset Now => desk.Time.GetUtcNow();

    private DateTimeOffset Due { get; } = new(2026, 3, 1, 18, 0, 0, TimeSpan.Zero);

    private Task ConsentAsync() =>
        new RecordConsent(desk.Store, desk.Changes).HandleAsync(
            Desk.Key,
            new ReportedConsent
            {
                Brand = Clinic.Acme,
                Campaigns = [Clinic.Reminders],
                Basis = Basis.Express,
                Method = "web-form",
                ObtainedAt = Now.AddDays(-1),
                Statement = "Yes.",
                Proof = new Proof("form-1"),
            },
            null,
            CancellationToken.None
        );

    /// <summary>What a check answered for a time, or for now.</summary>
    private async Task<string> DecisionAsync(DateTimeOffset? at = null) =>
        (
            await new CheckSend(desk.Store, desk.Changes, desk.Decisions, desk.Time).AnswerAsync(
                Desk.Key.Recipient,
                new CheckQuestion
                {
                    Account = Desk.Account,
                    Brand = Clinic.Acme,
                    Campaign = Clinic.Reminders,
                    At = at,
                },
                false,
                CancellationToken.None
            )
        ).Decision!;

    private ReportedSend Send(string source, string? decision, params IReadOnlyList<Obligation> fulfilled) =>
        new()
        {
            Brand = Clinic.Acme,
            Campaign = Clinic.Reminders,
            Kind = CheckKind.Campaign,
            MessageSid = Sid,
            SentAt = Now,
            Source = source,
            Decision = decision,
            Fulfilled = fulfilled,
        };

    private async Task<LedgerEvent> ScheduledAsync(string? decision, params IReadOnlyList<Obligation> fulfilled)
    {
        await schedule.HandleAsync(Desk.Key, Send(Sources.Api, decision, fulfilled), Due, CancellationToken.None);
        return desk.Store.Ledger(Desk.Key)[^1];
    }

    private async Task<LedgerEvent> SentAsync(string? decision = null, ReportedSend? send = null)
    {
        await desk.Sends.HandleAsync(Desk.Key, send ?? Send(Sources.StatusCallback, decision), CancellationToken.None);
        await desk.SettledAsync();
        return desk.Store.Ledger(Desk.Key)[^1];
    }

    private async Task ScheduleForDueAsync()
    {
        await ConsentAsync();
        var planned = await ScheduledAsync(await DecisionAsync(Due), Obligation.IdentifySender, Obligation.OptOutLanguage);
        Assert.Equal((Reason.Consented, null, null), (planned.Decision?.Reason, planned.Unchecked, planned.Violation));
        desk.Time.Advance(Due - Now + TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Rule33_the_decision_that_a_scheduled_message_brought_is_its_proof_when_it_went_out()
    {
        await ScheduleForDueAsync();
        var sent = await SentAsync();
        Assert.Equal((Reason.Consented, null, null), (sent.Decision?.Reason, sent.Unchecked, sent.Violation));
        Assert.Equal([desk.Store.Ledger(Desk.Key)[0].Id], sent.Decision!.Evidence);
        Assert.Null(desk.Store.State(Desk.Key).Brand("acme").Scheduled);
    }

    [Fact]
    public async Task Rule33_a_callback_that_brings_the_same_decision_again_is_no_second_use_and_another_message_is()
    {
        await ConsentAsync();
        var decision = await DecisionAsync(Due);
        await ScheduledAsync(decision);
        desk.Time.Advance(Due - Now);
        var other = await SentAsync(send: Send(Sources.Api, decision) with { MessageSid = "SM-other" });
        Assert.Equal((null, Unchecked.Used), (other.Decision, other.Unchecked));
        var sent = await SentAsync(decision);
        Assert.Equal((Reason.Consented, null), (sent.Decision?.Reason, sent.Unchecked));
    }

    [Fact]
    public async Task Rule25_what_a_scheduled_message_fulfils_is_fulfilled_when_it_went_out_and_not_before()
    {
        await ScheduleForDueAsync();
        Assert.Null(desk.Store.State(Desk.Key).Brand("acme").OptOutLanguageAt);
        Assert.Empty(desk.Store.State(Desk.Key).Brand("acme").Sends);
        Assert.Equal([Obligation.IdentifySender, Obligation.OptOutLanguage], (await SentAsync()).Fulfilled);
        Assert.Equal(Now, desk.Store.State(Desk.Key).Brand("acme").OptOutLanguageAt);
    }

    [Fact]
    public async Task Rule30_a_scheduled_message_that_went_out_after_STOP_is_a_violation_although_its_decision_was_genuine()
    {
        await ScheduleForDueAsync();
        // It came while the message was on its way: too late for a recall.
        await desk.Receive.HandleAsync(desk.Message("STOP") with { ReceivedAt = Now.AddSeconds(-2) }, CancellationToken.None);
        var sent = await SentAsync();
        Assert.Equal(("opted-out", Reason.Consented), (sent.Violation, sent.Decision?.Reason));
    }

    [Fact]
    public async Task Rule33_an_answer_for_now_is_outdated_for_a_later_time_and_a_message_that_went_out_late_has_outlived_its_own()
    {
        await ConsentAsync();
        Assert.Equal(Unchecked.Outdated, (await ScheduledAsync(await DecisionAsync())).Unchecked);
        desk.Time.Advance(Due - Now);
        Assert.Equal(Unchecked.Outdated, (await SentAsync()).Unchecked);

        var late = new ScheduledSendTests();
        await late.ScheduleForDueAsync();
        late.desk.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal((null, Unchecked.Outdated), (await late.SentAsync() is var sent ? (sent.Decision, sent.Unchecked) : default));
    }

    [Fact]
    public async Task Rule33_a_forged_decision_is_named_when_it_is_scheduled_and_again_when_it_went_out()
    {
        await ConsentAsync();
        Assert.Equal(Unchecked.Forged, (await ScheduledAsync("d1.a.b")).Unchecked);
        desk.Time.Advance(Due - Now);
        Assert.Equal(Unchecked.Forged, (await SentAsync()).Unchecked);
    }

    [Fact]
    public async Task Rule30_a_callback_that_names_no_campaign_is_that_of_the_scheduled_message()
    {
        await ScheduleForDueAsync();
        var sent = await SentAsync(send: Send(Sources.StatusCallback, null) with { Campaign = null });
        Assert.Equal(("reminders", null), (sent.Campaign, sent.Violation));
    }

    [Fact]
    public async Task Rule30_a_ledger_that_was_changed_meanwhile_holds_no_send_up()
    {
        await ScheduleForDueAsync();
        desk.Store.Change(Desk.Key, 2, e => e with { Campaign = "offers" });
        var sent = await SentAsync();
        Assert.Equal((null, null, "reminders"), (sent.Decision, sent.Unchecked, sent.Campaign));
    }
}

namespace OptOut.Tests;

/// <summary>Rules 30 and 33: each send is judged as of the moment it went out, by what the ledger says, whatever it brings.</summary>
public sealed class SendJudgementTests
{
    private readonly Desk desk = new();
    private int sids;

    private DateTimeOffset Now => desk.Time.GetUtcNow();

    private async Task<LedgerEvent> SentAsync(
        DateTimeOffset? at = null,
        string? decision = null,
        CheckKind kind = CheckKind.Campaign,
        string? campaign = "reminders",
        Desk? on = null
    )
    {
        on ??= desk;
        await on.Sends.HandleAsync(
            Desk.Key,
            new ReportedSend
            {
                Brand = Clinic.Acme,
                Campaign = campaign is null ? null : Clinic.Acme.Campaigns[campaign],
                Kind = kind,
                MessageSid = $"SM{++sids}",
                SentAt = at ?? on.Time.GetUtcNow(),
                Source = Sources.Api,
                Decision = decision,
            },
            CancellationToken.None
        );
        await on.SettledAsync();
        return on.Store.Ledger(Desk.Key)[^1];
    }

    private Task ConsentAsync(DateTimeOffset? at = null, Desk? on = null) =>
        new RecordConsent((on ?? desk).Store, (on ?? desk).Changes).HandleAsync(
            Desk.Key,
            new ReportedConsent
            {
                Brand = Clinic.Acme,
                Campaigns = [Clinic.Reminders],
                Basis = Basis.Express,
                Method = "web-form",
                ObtainedAt = at ?? Now.AddDays(-1),
                Statement = "Yes.",
                Proof = new Proof("form-1"),
                Reconsent = true,
            },
            null,
            CancellationToken.None
        );

    private async Task<string> DecisionAsync(string campaign = "reminders", Desk? on = null) =>
        (
            await new CheckSend((on ?? desk).Store, (on ?? desk).Changes, (on ?? desk).Decisions, (on ?? desk).Time).AnswerAsync(
                Desk.Key.Recipient,
                new CheckQuestion
                {
                    Account = Desk.Account,
                    Brand = Clinic.Acme,
                    Campaign = Clinic.Acme.Campaigns[campaign],
                },
                false,
                CancellationToken.None
            )
        ).Decision!;

    private void Later(double seconds = 1) => desk.Time.Advance(TimeSpan.FromSeconds(seconds));

    [Fact]
    public async Task Rule30_a_send_that_was_allowed_carries_no_violation_and_is_not_published()
    {
        await ConsentAsync();
        Later();
        var sent = await SentAsync();
        Assert.Equal((null, null, null), (sent.Violation, sent.Unchecked, sent.Evidence));
        Assert.DoesNotContain(EventType.SendRecorded, desk.Published);
    }

    [Fact]
    public async Task Rule30_a_send_without_consent_is_a_violation_and_published()
    {
        Assert.Equal("no-consent", (await SentAsync()).Violation);
        var published = Assert.Single(desk.Queue.Published);
        Assert.Equal("optout.send-violation.v1", ConsentCloudEvent.Of(Clinic.Account, Desk.Phone, published).Type);
    }

    [Fact]
    public async Task Rule30_a_send_whose_campaign_nobody_told_is_allowed_by_any_and_named_otherwise()
    {
        Assert.Equal("no-consent", (await SentAsync(campaign: null)).Violation);
        await ConsentAsync();
        Later();
        Assert.Null((await SentAsync(campaign: null)).Violation);
        Later();
        await desk.TextsAsync("STOP");
        Later();
        Assert.Equal("opted-out", (await SentAsync(campaign: null)).Violation);
        Assert.Equal("opted-out", (await SentAsync(campaign: null, kind: CheckKind.OptInRequest)).Violation);
    }

    [Fact]
    public async Task Rule30_a_send_after_STOP_names_the_opt_out_and_one_before_it_reported_later_is_none()
    {
        await ConsentAsync();
        Later();
        var before = Now;
        Later(10);
        await desk.TextsAsync("STOP");
        Later();
        var wrong = await SentAsync();
        Assert.Equal("opted-out", wrong.Violation);
        Assert.Equal([desk.Store.Ledger(Desk.Key).Single(e => e.Type == EventType.OptedOut).Id], wrong.Evidence);
        Assert.Null((await SentAsync(before)).Violation);
    }

    [Fact]
    public async Task Rule30_a_send_while_opted_out_stays_a_violation_after_a_new_consent()
    {
        await ConsentAsync();
        await desk.TextsAsync("STOP");
        Later();
        var between = Now;
        Later(10);
        await desk.TextsAsync("START", "SM-start");
        Later();
        Assert.Null((await SentAsync()).Violation);
        Assert.Equal("opted-out", (await SentAsync(between)).Violation);
    }

    [Fact]
    public async Task Rule30_sends_recorded_since_do_not_count_against_an_earlier_one()
    {
        await ConsentAsync();
        await new SetPreferences(desk.Changes).HandleAsync(
            Desk.Key,
            "acme",
            new Frequency(2, IsoDuration.FromDays(1)),
            CancellationToken.None
        );
        Later();
        var first = Now;
        Later(10);
        Assert.Null((await SentAsync()).Violation);
        Later();
        Assert.Null((await SentAsync()).Violation);
        Assert.Null((await SentAsync(first)).Violation);
        Later();
        Assert.Equal("frequency-exceeded", (await SentAsync()).Violation);
    }

    [Fact]
    public async Task Rule33_the_ledger_keeps_reason_and_evidence_of_the_decision()
    {
        await ConsentAsync();
        Later();
        var sent = await SentAsync(decision: await DecisionAsync());
        Assert.Equal(Reason.Consented, sent.Decision!.Reason);
        Assert.Equal([desk.Store.Ledger(Desk.Key)[0].Id], sent.Decision.Evidence);
        Assert.Null(sent.Unchecked);
    }

    [Fact]
    public async Task Rule33_what_is_no_proof_is_recorded_as_unchecked_with_why()
    {
        await ConsentAsync();
        Later();
        var decision = await DecisionAsync();
        Assert.Equal(Unchecked.Forged, (await SentAsync(decision: decision + "x")).Unchecked);
        Assert.Equal(Unchecked.AnotherCampaign, (await SentAsync(decision: decision, campaign: "offers")).Unchecked);
        Assert.Null((await SentAsync(decision: decision)).Unchecked);
        var replayed = await SentAsync(decision: decision);
        Assert.Equal((Unchecked.Used, null), (replayed.Unchecked, replayed.Decision));
        var late = await DecisionAsync();
        Later(301);
        Assert.Equal((Unchecked.Outdated, null), (await SentAsync(decision: late) is var s ? (s.Unchecked, s.Decision) : default));
    }

    [Fact]
    public async Task Rule30_an_unchecked_send_is_a_violation_where_the_account_requires_decisions()
    {
        var strict = new Desk(Desk.Account with { RequireDecision = true });
        await ConsentAsync(on: strict);
        strict.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(
            ("unchecked", Unchecked.Missing),
            (await SentAsync(on: strict) is var bare ? (bare.Violation, bare.Unchecked) : default)
        );
        Assert.Equal(
            ("unchecked", Unchecked.Forged),
            (await SentAsync(on: strict, decision: "d1.a.b") is var forged ? (forged.Violation, forged.Unchecked) : default)
        );
        Assert.Null((await SentAsync(on: strict, decision: await DecisionAsync(on: strict))).Violation);
    }

    [Fact]
    public async Task Rule30_a_reply_whose_sender_is_not_told_goes_by_any_open_conversation()
    {
        Assert.Equal("no-consent", (await SentAsync(kind: CheckKind.Reply, campaign: null)).Violation);
        await desk.TextsAsync("What are your hours?");
        Later();
        Assert.Null((await SentAsync(kind: CheckKind.Reply, campaign: null)).Violation);
    }

    [Fact]
    public async Task Rule25_what_a_text_shows_counts_where_the_check_saw_the_text()
    {
        await ConsentAsync();
        Later();
        await SentAsync(decision: await DecisionAsync());
        Assert.Null(desk.Store.State(Desk.Key).Brand("acme").OptOutLanguageAt);
        var answer = await new CheckSend(desk.Store, desk.Changes, desk.Decisions, desk.Time).AnswerAsync(
            Desk.Key.Recipient,
            new CheckQuestion
            {
                Account = Desk.Account,
                Brand = Clinic.Acme,
                Campaign = Clinic.Reminders,
                Body = "Acme Clinics: see you at 9. Reply STOP to unsubscribe.",
            },
            false,
            CancellationToken.None
        );
        var sent = await SentAsync(decision: answer.Decision);
        Assert.Equal([Obligation.IdentifySender, Obligation.OptOutLanguage], sent.Fulfilled);
        Assert.Equal(Now, desk.Store.State(Desk.Key).Brand("acme").OptOutLanguageAt);
    }
}

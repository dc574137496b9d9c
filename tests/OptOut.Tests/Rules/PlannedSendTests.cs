namespace OptOut.Tests;

/// <summary>Rules 25 and 30: what the report of a scheduled message brought, and what is left of it when the message went out.</summary>
public sealed class PlannedSendTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Due = Now.AddHours(6);

    [Fact]
    public void Rule30_a_scheduled_message_is_written_down_as_it_was_reported()
    {
        var proof = new SentDecision("d-1", Reason.Consented, [], [], Now, Due);
        Assert.Equivalent(
            new LedgerEvent
            {
                Type = EventType.SendRecorded,
                At = Now,
                Brand = "acme",
                Campaign = "reminders",
                Source = Sources.Api,
                Proof = new Proof(MessageSid: "SM1"),
                Sender = Clinic.Number,
                Kind = CheckKind.Informational,
                SendAt = Due,
                Fulfilled = [Obligation.OptOutLanguage],
                Decision = proof,
                Unchecked = Unchecked.Outdated,
            },
            SendRules.Scheduled(
                Send(Sources.Api, CheckKind.Informational, Clinic.Number, Obligation.OptOutLanguage),
                Due,
                Now,
                proof,
                Unchecked.Outdated
            ),
            strict: true
        );
    }

    [Fact]
    public void Rule25_a_report_that_claims_nothing_leaves_nothing_fulfilled() =>
        Assert.Null(SendRules.Scheduled(Send(Sources.Api, CheckKind.Campaign, null), Due, Now, null, null).Fulfilled);

    [Theory]
    [InlineData(Sources.StatusCallback, CheckKind.Informational, CheckKind.Informational)]
    [InlineData(Sources.StatusCallback, null, CheckKind.Campaign)]
    [InlineData(Sources.Api, CheckKind.Informational, CheckKind.Campaign)]
    [InlineData(Sources.Api, null, CheckKind.Campaign)]
    public void Rule30_what_a_callback_says_gives_way_to_the_plan_and_what_a_report_says_does_not(
        string source,
        CheckKind? planned,
        CheckKind kind
    )
    {
        var whole = SendRules.AsPlanned(Send(source, CheckKind.Campaign, null), Plan(planned, null, "offers"));
        Assert.Equal((kind, source == Sources.StatusCallback ? "offers" : "reminders"), (whole.Kind, whole.Campaign?.Id));
    }

    [Theory]
    [InlineData(Clinic.Number, Clinic.WhatsApp, Clinic.Number)]
    [InlineData(Clinic.Number, null, Clinic.Number)]
    [InlineData(null, Clinic.WhatsApp, Clinic.WhatsApp)]
    [InlineData(null, null, null)]
    public void Rule30_the_sender_is_the_one_it_went_out_from_else_the_planned_one(string? sent, string? planned, string? sender)
    {
        foreach (var source in new[] { Sources.Api, Sources.StatusCallback })
        {
            var plan = Plan(CheckKind.Campaign, planned, "reminders");
            var whole = SendRules.AsPlanned(Send(source, CheckKind.Campaign, sent), plan);
            Assert.Equal((sender, plan), (whole.Sender, whole.Planned));
        }
    }

    [Fact]
    public void Rule25_what_was_fulfilled_is_what_either_says_once()
    {
        var plan = Plan(CheckKind.Campaign, null, "reminders", Obligation.OptOutLanguage, Obligation.IdentifySender);
        var send = Send(Sources.Api, CheckKind.Campaign, null, Obligation.ReconfirmConsent, Obligation.OptOutLanguage);
        Assert.Equal(
            [Obligation.ReconfirmConsent, Obligation.OptOutLanguage, Obligation.IdentifySender],
            SendRules.AsPlanned(send, plan).Fulfilled
        );
        Assert.Equal(send.Fulfilled, SendRules.AsPlanned(send, plan with { Fulfilled = null }).Fulfilled);
    }

    private static ReportedSend Send(string source, CheckKind kind, string? sender, params Obligation[] fulfilled) =>
        new()
        {
            Brand = Clinic.Acme,
            Campaign = Clinic.Reminders,
            Kind = kind,
            MessageSid = "SM1",
            SentAt = Due,
            Sender = sender,
            Source = source,
            Fulfilled = fulfilled,
        };

    private static LedgerEvent Plan(CheckKind? kind, string? sender, string campaign, params Obligation[] fulfilled) =>
        new()
        {
            Type = EventType.SendRecorded,
            At = Now,
            Brand = "acme",
            Campaign = campaign,
            Source = Sources.Api,
            Kind = kind,
            Sender = sender,
            Fulfilled = fulfilled,
        };
}

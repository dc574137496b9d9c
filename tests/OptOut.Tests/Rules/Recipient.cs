using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace OptOut.Tests;

/// <summary>
/// One recipient with a clock and a ledger, for tests of the rules: events are appended and folded just as the use cases do it.
/// Everything happens a second after what was before, unless a test says when.
/// </summary>
internal sealed class Recipient
{
    private readonly List<LedgerEvent> ledger = [];
    private int messages,
        salts;

    public Recipient(params Brand[] brands)
    {
        Policy = new Account
        {
            Sid = Clinic.Account,
            AuthTokens = [],
            ApiKeys = [],
            Brands = (brands.Length == 0 ? [Clinic.Acme, Clinic.Vineyard] : brands).ToFrozenDictionary(b => b.Id, StringComparer.Ordinal),
        };
        State = OptOut.Ledger.Empty(Address.Value);
    }

    public Account Policy { get; set; }
    public RecipientAddress Address { get; init; } = RecipientAddress.FromTwilio("+14155552671")!;

    /// <summary>The state goes through its stored form after every change.</summary>
    public bool IsStored { get; init; }

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public RecipientState State { get; private set; }
    public IReadOnlyList<LedgerEvent> Ledger => ledger;
    public LedgerEvent Last => ledger[^1];
    public List<Reservation> Reserved { get; } = [];
    private Brand Acme => Policy.Brands.Values.First(b => b.Id != "vineyard");

    /// <summary>Time passes; returns the time that it is then.</summary>
    public DateTimeOffset Waits(TimeSpan time) => Now += time;

    public DateTimeOffset WaitsDays(double days) => Waits(TimeSpan.FromDays(days));

    /// <summary>A message arrives; with <paramref name="at"/>, one that reached the door then and the rules only now (rule 1).</summary>
    public Decision Texts(
        string body,
        string to = Clinic.Number,
        string? type = null,
        DateTimeOffset? at = null,
        string? service = null,
        string? payload = null,
        DateTimeOffset? raced = null
    )
    {
        Tick();
        var (brand, sender) = Policy.FindSender(to)!.Value;
        var message = new Inbound
        {
            MessageSid = string.Create(CultureInfo.InvariantCulture, $"SM{++messages:D32}"),
            Account = Policy,
            Brand = brand,
            Sender = sender,
            MessagingService = service,
            Recipient = Address,
            From = Address.Value,
            Body = body,
            OptOutType = type,
            ButtonPayload = payload,
            ReceivedAt = at ?? raced ?? Now,
            Late = at is not null,
        };
        return Take(MessageRules.Decide(State, message, Classification.Of(message)));
    }

    /// <summary>A sender reports a consent; null when an opt-out stands against it.</summary>
    public LedgerEvent? Consents(
        string? campaign = "reminders",
        Basis basis = Basis.Express,
        DateTimeOffset? at = null,
        bool reconsent = false,
        string source = Sources.Api,
        int? age = null,
        Frequency? frequency = null,
        string? brand = null,
        string method = "web-form",
        ConsentLevel? level = null,
        DateTimeOffset? trigger = null
    )
    {
        Tick();
        var of = BrandOf(brand);
        var outcome = ConsentRules.Record(
            State,
            new ReportedConsent
            {
                Brand = of,
                Campaigns = campaign is null ? [] : [.. campaign.Split('+').Select(id => of.Campaigns[id])],
                Basis = basis,
                Method = method,
                Level = level,
                ObtainedAt = at ?? Now,
                Statement = "I agree.",
                Proof = new Proof("form-1"),
                Reconsent = reconsent,
                Source = source,
                Frequency = frequency,
                Trigger = basis == Basis.PriorRelationship ? new Trigger("order", "order-7", trigger ?? at ?? Now) : null,
                AgeVerified = age is { } years ? new AgeVerification(years, "id-document", Now) : null,
            },
            Now
        );
        if (outcome.Decision is null)
        {
            Assert.True(outcome.OptedOut is not null || outcome.GoneUntil is not null);
            return null;
        }

        Take(outcome.Decision);
        return Last;
    }

    public bool Withdraws(string consentId)
    {
        Tick();
        var decision = ConsentRules.Withdraw(State, null, consentId, "asked", "agent-1", Now);
        Take(decision ?? Decision.Nothing);
        return decision is not null;
    }

    /// <summary>An opt-out that reached the sender by another way.</summary>
    public Decision IsOptedOut(
        Scope scope = Scope.Brand,
        string? campaign = null,
        string source = "phone",
        DateTimeOffset? at = null,
        string? sender = null,
        string? brand = null
    )
    {
        Tick();
        return Take(
            SuppressionRules.Record(
                State,
                new ReportedOptOut
                {
                    Brand = BrandOf(brand),
                    Scope = scope,
                    Campaign = campaign,
                    Sender = sender,
                    Reason = "asked",
                    Source = source,
                    At = at,
                },
                Now
            )
        );
    }

    public SuppressionRules.Correction IsCorrected(string? campaign = null, string? brand = null)
    {
        Tick();
        var (result, decision) = SuppressionRules.Correct(State, BrandOf(brand).Id, campaign, "typed wrongly", "agent-1", Now);
        Take(decision);
        return result;
    }

    public void IsSent(
        string? campaign = "reminders",
        CheckKind kind = CheckKind.Campaign,
        string? sender = null,
        DateTimeOffset? at = null,
        string? brand = null,
        params Obligation[] fulfilled
    )
    {
        Tick();
        Take(
            SendRules.Record(
                new ReportedSend
                {
                    Brand = BrandOf(brand),
                    Campaign = campaign is null ? null : BrandOf(brand).Campaigns[campaign],
                    Kind = kind,
                    MessageSid = "SM" + ledger.Count,
                    SentAt = at ?? Now,
                    Sender = sender,
                    Fulfilled = fulfilled,
                    Source = Sources.Api,
                }
            )
        );
    }

    public void Prefers(int max, IsoDuration per) =>
        Take(
            new Decision([
                new LedgerEvent
                {
                    Type = EventType.PreferencesChanged,
                    At = Tick(),
                    Brand = Acme.Id,
                    Source = Sources.Api,
                    Frequency = new Frequency(max, per),
                },
            ])
        );

    /// <summary>What a sender learns of the person.</summary>
    public void Tells(string? timeZone = null, string? region = null, string? language = null) =>
        Take(
            new Decision(
                PreferenceRules.Set(State, Acme.Id, new Preferences(TimeZone: timeZone, Region: region, Language: language), Tick())
            )
        );

    /// <summary>The number is reported to belong to somebody else.</summary>
    public void IsReassigned(DateTimeOffset? at = null)
    {
        Tick();
        Take(new Decision(NumberLifeRules.Report(State, at ?? Now, Sources.Api, "a list", Now)));
    }

    /// <summary>Twilio refuses a message with error 21610.</summary>
    public Decision IsRefused(string sender, DateTimeOffset createdAt)
    {
        Tick();
        return Take(
            ProviderBlockRules.Refused(
                State,
                new LedgerEvent
                {
                    Type = EventType.ProviderBlocked,
                    At = Now,
                    Brand = Policy.FindSender(sender)!.Value.Brand.Id,
                    Source = Sources.StatusCallback,
                    Sender = sender,
                },
                createdAt
            )
        );
    }

    public Decision ConversationCloses(string sid) => Take(ConversationRules.Close(State, Acme.Id, sid, Tick()));

    public CheckAnswer Check(
        string? campaign = "reminders",
        CheckKind kind = CheckKind.Campaign,
        string? sender = null,
        string? body = null,
        string? brand = null,
        DateTimeOffset? at = null
    ) =>
        CheckRules.Answer(
            State,
            Reserved,
            new CheckQuestion
            {
                Account = Policy,
                Brand = BrandOf(brand),
                Campaign = campaign is null ? null : BrandOf(brand).Campaigns[campaign],
                Kind = kind,
                Sender = sender,
                Body = body,
            },
            Address,
            at ?? Now
        );

    public CheckAnswer CheckReply(string sender = Clinic.Number, string? body = null) => Check(null, CheckKind.Reply, sender, body);

    public CheckAnswer CheckInformational(string? campaign = "reminders") => Check(campaign, CheckKind.Informational);

    public CheckAnswer CheckRequest(string campaign = "news") => Check(campaign, CheckKind.OptInRequest);

    public Coverage.Cover? Suppression(string? campaign = null, string brand = "acme") =>
        campaign is null ? Coverage.OfBrand(State, brand) : Coverage.OfCampaign(State, brand, campaign);

    /// <summary>Bytes as good as chance for tests that hold two of the same history side by side.</summary>
    private byte[] Salt(int bytes) => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(++salts))[..bytes];

    /// <summary>Writes a decision, as the use cases do.</summary>
    public Decision Take(Decision decision)
    {
        (State, var events) = OptOut.Ledger.Append(State, Clinic.Account, decision.Events, Now, Salt);
        ledger.AddRange(events);
        if (IsStored)
        {
            State = JsonSerializer.Deserialize(
                JsonSerializer.SerializeToUtf8Bytes(State, OptOutJson.Default.RecipientState),
                OptOutJson.Default.RecipientState
            )!;
        }

        return decision;
    }

    /// <summary>The state that a purge leaves; the ledger is empty then.</summary>
    public void Becomes(RecipientState state)
    {
        State = state;
        ledger.Clear();
    }

    private DateTimeOffset Tick() => Now += TimeSpan.FromSeconds(1);

    private Brand BrandOf(string? id) => id is null ? Acme : Policy.Brands[id];
}

/// <summary>Assertions that read like the policy.</summary>
internal static class Judgements
{
    public static CheckAnswer IsDenied(this CheckAnswer answer, Reason reason)
    {
        Assert.Equal(reason, answer.Reason);
        Assert.False(answer.Allowed);
        return answer;
    }

    public static CheckAnswer IsAllowed(this CheckAnswer answer, Reason reason = Reason.Consented)
    {
        Assert.Equal(reason, answer.Reason);
        Assert.True(answer.Allowed);
        return answer;
    }

    public static void Obliges(this CheckAnswer answer, params Obligation[] obligations) =>
        Assert.Equal(obligations.Order(), answer.Obligations.Order());

    public static void RestsOn(this CheckAnswer answer, params LedgerEvent[] events) =>
        Assert.Equal(events.Select(e => e.Id).Order(StringComparer.Ordinal), answer.Evidence.Order(StringComparer.Ordinal));

    public static void Confirms(this Decision decision, ReplyKind kind) => Assert.Equal(kind, decision.Reply?.Kind);

    public static void SaysNothing(this Decision decision) => Assert.Null(decision.Reply);

    public static void Records(this Decision decision, params EventType[] types) =>
        Assert.Equal(types, decision.Events.Select(e => e.Type));
}

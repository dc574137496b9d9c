using Microsoft.Extensions.Logging.Abstractions;
using OptOut.Azure;

namespace OptOut.LocalHost;

/// <summary>
/// Fills an empty local host with a month of made-up traffic (<c>--made-up-month PEOPLE</c>), so that the desk has something to show: the
/// real rules, at times that have passed. The numbers are of the range that is kept for fiction (555-01xx and the demo's 555 exchange), the
/// seed is fixed.
/// </summary>
internal sealed class MadeUpMonth
{
    private const int Days = 30;
    private static readonly string[] Stops = ["STOP", "stop", "Stop.", "UNSUBSCRIBE", "QUIT", "ARRET", "STOPALL", "END"];
    private static readonly string[] Talk = ["When is my appointment?", "ok thanks", "Can I come at 3?", "HELP"];
    private static readonly string[] Doubtful = ["Please stop texting me", "is this going to go on forever", "take me off"];

    private readonly Random random = new(2026);
    private readonly Clock clock = new();
    private readonly Account account;
    private readonly Brand brand;
    private readonly ReceiveMessage receive;
    private readonly ReceiveStatus statuses;
    private readonly RecordConsent consents;
    private readonly RecordOptOut optOuts;
    private readonly RecordSend sends;
    private readonly RebuildIndexes rebuild;
    private int messages;

    private MadeUpMonth(IServiceProvider services)
    {
        var (store, policy) = (services.GetRequiredService<IRecipientStore>(), services.GetRequiredService<Policy>());
        var twilio = services.GetRequiredService<ITwilioMessages>();
        (account, rebuild) = (policy.Accounts.Values[0], services.GetRequiredService<RebuildIndexes>());
        brand = account.Brands.Values.OrderBy(b => b.Id, StringComparer.Ordinal).First();
        var times = new FollowUpTimes();
        var background = new Background(clock);
        var followUps = new FollowUps(store, new NoQueue(), new NoSubscribers(), times, background, clock);
        var changes = new RecipientChanges(store, followUps, clock);
        receive = new ReceiveMessage(changes, followUps, clock);
        consents = new RecordConsent(store, changes);
        optOuts = new RecordOptOut(changes);
        sends = new RecordSend(changes, new PastStates(new VerifiedLedger(store)), services.GetRequiredService<DecisionSigner>(), policy);
        var confirmations = new RecordConfirmation(store, changes, NullLogger<RecordConfirmation>.Instance);
        statuses = new ReceiveStatus(
            store,
            sends,
            new RecordProviderBlock(changes),
            confirmations,
            followUps,
            twilio,
            policy,
            clock,
            new ReportDelivery(store, services.GetRequiredService<IActivityIndex>())
        );
    }

    /// <summary>Writes the month where the configuration asks for it.</summary>
    public static async Task WriteAsync(IServiceProvider services, IConfiguration configuration)
    {
        if (configuration.GetValue<int?>("made-up-month") is { } people and > 0)
        {
            Console.WriteLine($"Writing a made-up month of {people} people …");
            await new MadeUpMonth(services).RunAsync(people);
        }
    }

    private async Task RunAsync(int people)
    {
        var begin = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(Days);
        var campaigns = brand.Campaigns.Values.Where(c => !c.DoubleOptIn).OrderBy(c => c.Id, StringComparer.Ordinal).ToArray();
        var consented = Enumerable.Range(0, people).Select(_ => At(begin, random.NextDouble() * (Days - 1))).Order().ToArray();
        for (var person = 0; person < people; person++)
        {
            var key = new RecipientKey(account.Sid, RecipientAddress.FromTwilio($"+1415556{person:D4}")!);
            clock.Now = consented[person];
            var campaign = campaigns[random.Next(campaigns.Length)];
            await consents.HandleAsync(
                key,
                new ReportedConsent
                {
                    Brand = brand,
                    Campaigns = [campaign],
                    Basis = Basis.Express,
                    Method = "web-form",
                    ObtainedAt = clock.Now,
                    Statement = "Yes, text me. Reply STOP to stop.",
                    Proof = new Proof($"crm-{1000 + person}"),
                },
                requestId: null,
                CancellationToken.None
            );
            // Campaigns with quiet hours or a frequency are left out, so that nearly every check is allowed.
            for (var sent = campaign.Id == "sale" ? 0 : random.Next(4, 12); sent > 0; sent--)
            {
                clock.Now = Later(0.3);
                await statuses.HandleAsync(
                    key,
                    new StatusNotice(
                        Sid(),
                        "sent",
                        null,
                        clock.Now,
                        brand.Id,
                        campaign.Id,
                        CheckKind.Campaign,
                        [Obligation.IdentifySender, Obligation.OptOutLanguage],
                        brand.Senders[0].Address,
                        null
                    ),
                    CancellationToken.None
                );
            }

            if (random.Next(5) == 0)
            {
                await TextAsync(key, random.Next(4) == 0 ? "JOIN" : Talk[random.Next(Talk.Length)], 2);
            }

            if (random.Next(3) == 0)
            {
                await StopAsync(key);
            }
        }

        foreach (var text in Doubtful)
        {
            clock.Now = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(random.Next(1, 20));
            await ReceiveAsync(
                new RecipientKey(account.Sid, RecipientAddress.FromTwilio($"+14155567{messages % 1000:D3}")!),
                text,
                FreeTextOptOut.Review
            );
        }

        await rebuild.RunAsync(account.Sid, null, CancellationToken.None);
    }

    private async Task StopAsync(RecipientKey key)
    {
        if (random.Next(6) == 0)
        {
            clock.Now = Later(4);
            await optOuts.RecordAsync(
                key,
                new ReportedOptOut
                {
                    Brand = brand,
                    Scope = Scope.Brand,
                    Reason = "Asked on the phone.",
                    Source = random.Next(2) == 0 ? "phone" : "web",
                },
                CancellationToken.None
            );
            return;
        }

        await TextAsync(key, Stops[random.Next(Stops.Length)], 4);
        if (random.Next(12) == 0)
        {
            // A send against the answer of a check.
            clock.Now = Later(1);
            await statuses.HandleAsync(
                key,
                new StatusNotice(Sid(), "sent", null, clock.Now, brand.Id, "reminders", CheckKind.Campaign, [], null, null),
                CancellationToken.None
            );
        }
        else if (random.Next(8) == 0)
        {
            await TextAsync(key, "START", 2);
        }
    }

    private Task TextAsync(RecipientKey key, string body, double withinDays)
    {
        clock.Now = Later(withinDays);
        return ReceiveAsync(key, body, brand.FreeTextOptOut);
    }

    private async Task ReceiveAsync(RecipientKey key, string body, FreeTextOptOut freeText)
    {
        var receipt = await receive.HandleAsync(
            Inbound.To(
                account,
                (brand with { FreeTextOptOut = freeText }, brand.Senders[0]),
                null,
                key.Recipient,
                key.Recipient.Value,
                Sid(),
                body,
                clock.Now
            ),
            CancellationToken.None
        );
        if (receipt?.Confirmation is { IsOpen: true })
        {
            var sid = Sid();
            clock.Now += TimeSpan.FromMilliseconds(random.Next(400, 4000));
            await statuses.HandleAsync(
                key,
                new StatusNotice(sid, "sent", null, clock.Now, brand.Id, null, CheckKind.Campaign, [], null, receipt.Id),
                CancellationToken.None
            );
            clock.Now += TimeSpan.FromMilliseconds(random.Next(400, 4000));
            var lost = random.Next(12) == 0;
            await statuses.HandleAsync(
                key,
                new StatusNotice(
                    sid,
                    lost ? "undelivered" : "delivered",
                    lost ? 30003 : null,
                    clock.Now,
                    brand.Id,
                    null,
                    CheckKind.Campaign,
                    [],
                    null,
                    receipt.Id
                ),
                CancellationToken.None
            );
        }
    }

    private string Sid() => $"SM{++messages:x32}";

    /// <summary>Later, within some days, mostly by day and never in the future.</summary>
    private DateTimeOffset Later(double days)
    {
        var at = At(clock.Now, 0.05 + (random.NextDouble() * days));
        var latest = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(random.Next(2, 200));
        return at < latest ? at
            : latest > clock.Now ? latest
            : clock.Now + TimeSpan.FromSeconds(1);
    }

    private DateTimeOffset At(DateTimeOffset from, double days)
    {
        var at = from + TimeSpan.FromDays(days);
        return at.Hour is >= 4 and < 13 && random.Next(4) > 0 ? at + TimeSpan.FromHours(9) : at;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class NoQueue : IFollowUpQueue
    {
        public Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation) => Task.FromResult("none");

        public Task CancelAsync(string ticket, CancellationToken cancellation) => Task.CompletedTask;

        public Task DeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation) => Task.CompletedTask;

        public Task<bool> HasDeadLettersAsync(CancellationToken cancellation) => Task.FromResult(false);

        public Task<DateTimeOffset?> OldestDueAsync(CancellationToken cancellation) => Task.FromResult<DateTimeOffset?>(null);

        public Task<int> ReviveDeadLettersAsync(CancellationToken cancellation) => Task.FromResult(0);
    }
}

using OptOut.Http;

namespace OptOut.LocalHost;

/// <summary>One entry of the simulated Twilio's consent list; a later report of the same recipient and sender takes its place.</summary>
internal sealed record SimulatedConsent(
    string AccountSid,
    string Recipient,
    string Sender,
    string Status,
    string Source,
    string CorrelationId,
    DateTimeOffset At
);

/// <summary>Twilio's Consent Management API and its scheduled messages, on the simulated message list.</summary>
internal sealed partial class SimulatedConsents(SimulatedTwilio twilio, MessageLog log, Faults faults, TimeProvider time) : ITwilioConsents
{
    /// <summary>Twilio's code for an entry that it does not take (twilio.com/docs/api/errors/30646).</summary>
    private const int NotUpserted = 30646;

    /// <summary><c>GET /local/twilio/consents</c>.</summary>
    public static async Task<IResult> ListAsync(MessageLog log, CancellationToken cancellation) =>
        TypedResults.Json(
            new
            {
                consents = (await log.ConsentsAsync(cancellation)).Select(c => new
                {
                    c.Recipient,
                    c.Sender,
                    c.Status,
                    c.Source,
                    c.CorrelationId,
                    c.At,
                }),
            }
        );

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, ConsentRefusal>> ReportAsync(
        string accountSid,
        IReadOnlyList<ConsentReport> reports,
        CancellationToken cancellation
    )
    {
        if (reports.Count is 0 or > ITwilioConsents.MaxBatch)
        {
            throw new HttpRequestException("400: 1 to 25 items.");
        }

        // A request gathers what several people's follow-ups have to tell: a fault planned for one of them is found at any position.
        string[] people = [.. reports.Select(r => r.Recipient).Distinct(StringComparer.Ordinal)];
        int? Planned(FaultKind kind) => people.Select(person => faults.Take(kind, person)).FirstOrDefault(code => code is not null);
        if (Planned(FaultKind.ConsentsRefused) is { } status)
        {
            throw new HttpRequestException($"The simulated Twilio was told to answer {status}.");
        }

        var refused = reports
            .Where(r => !IsValid(accountSid, r))
            .ToDictionary(r => r.CorrelationId, _ => new ConsentRefusal(NotUpserted, MayPass: false), StringComparer.Ordinal);
        foreach (var (kind, mayPass) in new[] { (FaultKind.ConsentsRejected, true), (FaultKind.ConsentsInvalid, false) })
        {
            foreach (var person in people)
            {
                if (faults.Take(kind, person) is { } code)
                {
                    foreach (var report in reports.Where(r => r.Recipient == person))
                    {
                        refused[report.CorrelationId] = new ConsentRefusal(code, mayPass);
                    }
                }
            }
        }

        foreach (var report in reports.Where(r => !refused.ContainsKey(r.CorrelationId)))
        {
            await log.AppendAsync(
                new LogLine(
                    Consent: new SimulatedConsent(
                        accountSid,
                        report.Recipient,
                        report.Sender,
                        report.Status,
                        report.Source,
                        report.CorrelationId,
                        report.At
                    )
                ),
                cancellation
            );
        }

        return Planned(FaultKind.ConsentsAnswerLost) is null
            ? refused
            : throw new HttpRequestException("The simulated Twilio's answer was lost.");
    }

    /// <inheritdoc />
    public async Task<bool> CancelAsync(string accountSid, string messageSid, CancellationToken cancellation)
    {
        var phone = (await log.FindAsync(messageSid, cancellation))?.Phone;
        if (faults.Take(FaultKind.CancelRefused, phone) is { } status)
        {
            throw new HttpRequestException($"The simulated Twilio was told to answer {status}.");
        }

        var cancelled = await log.ChangeAsync(
            view =>
                view.Find(messageSid) is not { } known
                    // A message that was scheduled elsewhere, at the real Twilio's: taken for one that waits.
                    ? new MessageLog.Decision<bool>(true)
                : known.Status == SimulatedMessage.Scheduled
                    ? new MessageLog.Decision<bool>(true, new LogLine(Status: new StatusChange(messageSid, SimulatedMessage.Canceled)))
                : new MessageLog.Decision<bool>(known.Status == SimulatedMessage.Canceled),
            cancellation
        );
        return faults.Take(FaultKind.CancelAnswerLost, phone) is null
            ? cancelled
            : throw new HttpRequestException("The simulated Twilio's answer was lost.");
    }

    /// <summary>What Twilio's page on 30646 asks of an entry, the sender's being the account's included.</summary>
    private bool IsValid(string accountSid, ConsentReport report) =>
        CorrelationId().IsMatch(report.CorrelationId)
        && report.Recipient.StartsWith('+')
        && PhoneAddress.IsRecipient(report.Recipient)
        && (report.Sender.StartsWith('+') || PhoneAddress.IsMessagingService(report.Sender))
        && twilio.Account(accountSid)?.BrandOf(report.Sender) is not null
        && report.Status is ("opt-in" or "opt-out")
        && report.Source is ("website" or "offline" or "opt-in-message" or "opt-out-message" or "others")
        && report.At <= time.GetUtcNow();

    [System.Text.RegularExpressions.GeneratedRegex(@"^[0-9a-fA-F]{32}\z", System.Text.RegularExpressions.RegexOptions.None, 1000)]
    private static partial System.Text.RegularExpressions.Regex CorrelationId();
}

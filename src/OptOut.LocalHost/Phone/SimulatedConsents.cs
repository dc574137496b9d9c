using OptOut.Http;

namespace OptOut.LocalHost;

/// <summary>One entry of the simulated Twilio's consent list; a later report of the same recipient and sender takes its place.</summary>
internal sealed record SimulatedConsent(string AccountSid, string Recipient, string Sender, string Status, string Source, string CorrelationId, DateTimeOffset At);

/// <summary>Twilio's Consent Management API and its scheduled messages, on the simulated message list.</summary>
internal sealed class SimulatedConsents(SimulatedTwilio twilio, MessageLog log, Faults faults) : ITwilioConsents
{
    /// <summary>Twilio's code for a sender that is not the account's.</summary>
    private const int NotYours = 21606;

    /// <summary><c>GET /local/twilio/consents</c>.</summary>
    public static async Task<IResult> ListAsync(MessageLog log, CancellationToken cancellation) => TypedResults.Json(new
    {
        consents = (await log.ConsentsAsync(cancellation)).Select(c => new { c.Recipient, c.Sender, c.Status, c.Source, c.CorrelationId, c.At }),
    });

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, ConsentRefusal>> ReportAsync(string accountSid, IReadOnlyList<ConsentReport> reports, CancellationToken cancellation)
    {
        if (reports.Count is 0 or > ITwilioConsents.MaxBatch)
        {
            throw new HttpRequestException("400: 1 to 25 items.");
        }

        if (faults.Take(FaultKind.ConsentsRefused, reports[0].Recipient) is { } status)
        {
            throw new HttpRequestException($"The simulated Twilio was told to answer {status}.");
        }

        if (faults.Take(FaultKind.ConsentsRejected, reports[0].Recipient) is { } code)
        {
            return reports.ToDictionary(r => r.CorrelationId, _ => new ConsentRefusal(code, MayPass: true), StringComparer.Ordinal);
        }

        var refused = reports.Where(r => twilio.Account(accountSid)?.BrandOf(r.Sender) is null).ToDictionary(r => r.CorrelationId, _ => new ConsentRefusal(NotYours, MayPass: false), StringComparer.Ordinal);
        foreach (var report in reports.Where(r => !refused.ContainsKey(r.CorrelationId)))
        {
            await log.AppendAsync(new LogLine(Consent: new SimulatedConsent(
                accountSid, report.Recipient, report.Sender, report.Status, report.Source, report.CorrelationId, report.At)), cancellation);
        }

        return faults.Take(FaultKind.ConsentsAnswerLost, reports[0].Recipient) is null ? refused : throw new HttpRequestException("The simulated Twilio's answer was lost.");
    }

    /// <inheritdoc />
    public async Task<bool> CancelAsync(string accountSid, string messageSid, CancellationToken cancellation)
    {
        var phone = (await log.FindAsync(messageSid, cancellation))?.Phone;
        if (faults.Take(FaultKind.CancelRefused, phone) is { } status)
        {
            throw new HttpRequestException($"The simulated Twilio was told to answer {status}.");
        }

        var cancelled = await log.ChangeAsync(view => view.Find(messageSid) is not { } known
            // A message that was scheduled elsewhere, at the real Twilio's: taken for one that waits.
            ? new MessageLog.Decision<bool>(true)
            : known.Status == "scheduled" ? new MessageLog.Decision<bool>(true, new LogLine(Status: new StatusChange(messageSid, "canceled"))) : new MessageLog.Decision<bool>(known.Status == "canceled"), cancellation);
        return faults.Take(FaultKind.CancelAnswerLost, phone) is null ? cancelled : throw new HttpRequestException("The simulated Twilio's answer was lost.");
    }
}

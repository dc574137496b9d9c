namespace OptOut;

/// <summary>Twilio's own list of consents, and the messages that it keeps for later (rule 40).</summary>
public interface ITwilioConsents
{
    /// <summary>The most entries of one request (twilio.com/docs/messaging/features/consent-api: 25).</summary>
    const int MaxBatch = 25;

    /// <summary>Reports up to <see cref="MaxBatch"/> entries. Throws when Twilio did not take the request; reporting again does no harm.</summary>
    /// <returns>The correlation ids of entries that Twilio refused, with its error code: those never get better.</returns>
    Task<IReadOnlyDictionary<string, int>> ReportAsync(string accountSid, IReadOnlyList<ConsentReport> reports, CancellationToken cancellation);

    /// <summary>Cancels a scheduled message. Throws when Twilio cannot be asked.</summary>
    /// <returns>False where there is nothing to cancel any more: it went out, failed, or is not known.</returns>
    Task<bool> CancelAsync(string accountSid, string messageSid, CancellationToken cancellation);
}

namespace OptOut;

/// <summary>Twilio's own list of consents, and the messages that it keeps for later (rule 40).</summary>
public interface ITwilioConsents
{
    /// <summary>The most entries of one request (twilio.com/docs/messaging/features/consent-api: 25).</summary>
    const int MaxBatch = 25;

    /// <summary>The most requests of an account within a minute (the same page: 100; beyond it 429).</summary>
    const int MaxRequestsPerMinute = 100;

    /// <summary>
    /// Reports up to <see cref="MaxBatch"/> entries. Throws when Twilio did not take the request; reporting again does no harm.
    /// </summary>
    /// <returns>The correlation ids of entries that Twilio did not take.</returns>
    Task<IReadOnlyDictionary<string, ConsentRefusal>> ReportAsync(
        string accountSid,
        IReadOnlyList<ConsentReport> reports,
        CancellationToken cancellation
    );

    /// <summary>Cancels a scheduled message. Throws when Twilio cannot be asked.</summary>
    /// <returns>False where there is nothing to cancel any more: it went out, failed, or is not known.</returns>
    Task<bool> CancelAsync(string accountSid, string messageSid, CancellationToken cancellation);
}

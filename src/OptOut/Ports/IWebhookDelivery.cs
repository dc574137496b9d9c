namespace OptOut;

/// <summary>Posts events to receivers of webhooks (rule 43).</summary>
public interface IWebhookDelivery
{
    /// <summary>Posts one event and waits for its answer, a few seconds at most. Never throws for what the receiver does.</summary>
    /// <returns>Null when the receiver took it (2xx); else what went wrong, without address or text of a person.</returns>
    Task<string?> PostAsync(
        WebhookTarget target,
        string accountSid,
        string recipient,
        LedgerEvent happened,
        CancellationToken cancellation
    );
}

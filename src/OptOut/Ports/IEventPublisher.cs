namespace OptOut;

/// <summary>Where consent events are published, at least once each, under the ledger event's id (docs/events.md).</summary>
public interface IEventPublisher
{
    /// <summary>Whether a destination is configured. Where none is, no change waits for one.</summary>
    bool HasSubscribers { get; }

    /// <summary>
    /// Publishes in the ledger's order. Throws <see cref="DependencyUnavailableException"/> when the broker cannot be reached.
    /// </summary>
    Task PublishAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation);
}

namespace OptOut;

/// <summary>
/// Walks over all recipients of an account, in constant memory, for lists, exports and audits. Every method throws
/// <see cref="DependencyUnavailableException"/> when the store cannot be asked or does not answer in time.
/// </summary>
public interface IRecipientList
{
    /// <summary>Walks over recipients of an account in the order of their positions, each once; each as it is when it is met.</summary>
    IAsyncEnumerable<ListedRecipient> ListAsync(string accountSid, Listing listing, CancellationToken cancellation);

    /// <summary>Walks over the ledgers of all recipients of an account, in the order of their positions and then of sequence.</summary>
    /// <param name="accountSid">The account.</param>
    /// <param name="from">The earliest <see cref="LedgerEvent.RecordedAt"/>, included; null: from the first.</param>
    /// <param name="before">The end, excluded; null: to the last.</param>
    /// <param name="cancellation">Ends the walk.</param>
    IAsyncEnumerable<RecordedEvent> WalkLedgerAsync(
        string accountSid,
        DateTimeOffset? from,
        DateTimeOffset? before,
        CancellationToken cancellation
    );
}

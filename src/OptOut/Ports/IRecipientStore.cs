namespace OptOut;

/// <summary>
/// Where recipients are kept. Every method throws <see cref="DependencyUnavailableException"/> when the store cannot be asked or does not
/// answer in time.
/// </summary>
public interface IRecipientStore
{
    /// <summary>One point read; an empty record for a recipient that was never met.</summary>
    Task<RecipientRecord> ReadAsync(RecipientKey key, CancellationToken cancellation);

    /// <summary>One point read; null when there is no such receipt.</summary>
    Task<Receipt?> ReadReceiptAsync(RecipientKey key, string id, CancellationToken cancellation);

    /// <summary>One transaction. A commit whose answer was lost is found again and reported as done.</summary>
    Task<CommitResult> CommitAsync(Change change, CancellationToken cancellation);

    /// <summary>Ledger events by sequence, both ends included; those that were purged are missing.</summary>
    Task<IReadOnlyList<LedgerEvent>> ReadLedgerAsync(RecipientKey key, long first, long last, CancellationToken cancellation);
}

namespace OptOut;

/// <summary>
/// What erasing and purging need of the store: walks over rows and changes of many, in batches. Every method can be repeated, and throws
/// <see cref="DependencyUnavailableException"/> when the store cannot be asked.
/// </summary>
public interface IRetentionStore
{
    /// <summary>
    /// The account's recipients whose newest event was written at or before <paramref name="until"/>, and those whose purge was cut short.
    /// </summary>
    IAsyncEnumerable<RecipientState> ListQuietAsync(string accountSid, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>All receipts of a recipient.</summary>
    IAsyncEnumerable<Receipt> ListReceiptsAsync(RecipientKey key, CancellationToken cancellation);

    /// <summary>Replaces ledger events, up to 100 at once: the one way in which a written event is touched.</summary>
    Task ReplaceEventsAsync(RecipientKey key, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation);

    /// <summary>Replaces a receipt, unless it changed since it was read: then false.</summary>
    Task<bool> TryReplaceReceiptAsync(RecipientKey key, Receipt receipt, CancellationToken cancellation);

    /// <summary>Removes ledger events by sequence, both ends included. What is gone already is no error.</summary>
    Task RemoveEventsAsync(RecipientKey key, long first, long last, CancellationToken cancellation);

    /// <summary>Removes receipts. What is gone already is no error.</summary>
    Task RemoveReceiptsAsync(RecipientKey key, IReadOnlyList<Receipt> receipts, CancellationToken cancellation);

    /// <summary>Forgets the answer kept under an idempotency key, not that the key was used for a request.</summary>
    /// <param name="keyHash">SHA-256 of the key, in hex: the part of the receipt's id after
    /// <see cref="RecordConsent.ReceiptPrefix"/>.</param>
    Task ForgetAnswerAsync(string accountSid, string keyHash, CancellationToken cancellation);

    /// <summary>
    /// Removes the account's kept answers and conversation bindings that were last written before <paramref name="before"/>.
    /// </summary>
    Task RemoveAgedAsync(string accountSid, DateTimeOffset before, CancellationToken cancellation);
}

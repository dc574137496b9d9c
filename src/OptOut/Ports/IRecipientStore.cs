namespace OptOut;

/// <summary>
/// Where recipients are kept. Every method throws <see cref="StoreUnavailableException"/> when the store cannot be asked or does not answer in time.
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

    /// <summary>Walks over recipients of an account in the order of their positions, each once, in constant memory; each as it is when it is met.</summary>
    IAsyncEnumerable<ListedRecipient> ListAsync(string accountSid, Listing listing, CancellationToken cancellation);

    /// <summary>Walks over the ledgers of all recipients of an account, in the order of their positions and then of sequence, in constant memory.</summary>
    /// <param name="from">The earliest <see cref="LedgerEvent.RecordedAt"/>, included; null: from the first.</param>
    /// <param name="before">The end, excluded; null: to the last.</param>
    IAsyncEnumerable<RecordedEvent> WalkLedgerAsync(string accountSid, DateTimeOffset? from, DateTimeOffset? before, CancellationToken cancellation);

    /// <summary>Claims an idempotency key of the account for a request; what another request claimed or was answered under it before comes back.</summary>
    Task<KeptAnswer> ClaimAnswerAsync(string accountSid, string idempotencyKey, string requestHash, CancellationToken cancellation);

    /// <summary>Keeps the answer under a claimed key.</summary>
    Task KeepAnswerAsync(string accountSid, string idempotencyKey, KeptAnswer answer, CancellationToken cancellation);

    /// <summary>Who takes part in a Twilio Conversation; null when it is not known.</summary>
    Task<ConversationBinding?> ReadConversationAsync(string accountSid, string conversationSid, CancellationToken cancellation);

    /// <summary>Keeps who takes part in a Twilio Conversation, if it still has the version it was read with.</summary>
    Task<Commit> BindConversationAsync(string accountSid, string conversationSid, ConversationBinding binding, CancellationToken cancellation);

    /// <summary>How far the account is reconciled; null before the first run.</summary>
    Task<ReconciliationMark?> ReadReconciliationAsync(string accountSid, CancellationToken cancellation);

    /// <summary>Keeps how far the account is reconciled.</summary>
    Task KeepReconciliationAsync(string accountSid, ReconciliationMark mark, CancellationToken cancellation);

    /// <summary>Throws unless the store can be read now.</summary>
    Task ProbeAsync(CancellationToken cancellation);
}

namespace OptOut;

/// <summary>One recipient of one account: everything that changes together.</summary>
public readonly record struct RecipientKey(string AccountSid, RecipientAddress Recipient);

/// <summary>What is kept of a recipient besides the ledger.</summary>
/// <param name="State">The fold of the ledger.</param>
/// <param name="Reserved">Places held for the next minutes; not part of the ledger.</param>
/// <param name="Version">The store's version of what was read; null when nothing is kept yet.</param>
public sealed record RecipientRecord(RecipientState State, IReadOnlyList<Reservation> Reserved, string? Version)
{
    /// <summary>The last messages, to know them again by their other SID; not part of the ledger.</summary>
    public IReadOnlyList<RecentMessage> Recent { get; init; } = [];
}

/// <summary>A change of one recipient, all of it or nothing.</summary>
/// <param name="Before">What the decision was based on.</param>
/// <param name="After">The new state.</param>
/// <param name="Reserved">The places held from now on.</param>
/// <param name="Events">The new ledger events, in sequence.</param>
/// <param name="Receipt">What shows that its cause was taken: a second change with the same receipt id is refused.</param>
/// <param name="Replaces">A receipt that is replaced, if it still has the version it was read with.</param>
public sealed record Change(
    RecipientKey Key, RecipientRecord Before, RecipientState After, IReadOnlyList<Reservation> Reserved, IReadOnlyList<LedgerEvent> Events,
    Receipt? Receipt = null, Receipt? Replaces = null)
{
    /// <summary>The last messages from now on.</summary>
    public IReadOnlyList<RecentMessage> Recent { get; init; } = [];

    /// <summary>The sequence of the first new event; 0 without any.</summary>
    public long FirstSequence => Events.Count == 0 ? 0 : Events[0].Sequence;

    /// <summary>The sequence of the last new event; 0 without any.</summary>
    public long LastSequence => Events.Count == 0 ? 0 : Events[^1].Sequence;
}

/// <summary>How a commit ended.</summary>
public enum Commit
{
    Done,

    /// <summary>Somebody else changed the recipient, or took the same receipt: read again and decide again.</summary>
    Stale,
}

/// <summary>Which of an account's recipients to walk over: those that an opt-out was ever recorded for.</summary>
/// <param name="From">The <see cref="ListedRecipient.Position"/> to start at, that recipient included; null: at the first.</param>
/// <param name="ChangedSince">Leaves out those that nothing was recorded for since then.</param>
/// <param name="Expected">How many the caller means to take; null: all of them, read side by side.</param>
public sealed record Listing(string? From = null, DateTimeOffset? ChangedSince = null, int? Expected = null);

/// <summary>One recipient of a walk over an account.</summary>
/// <param name="Position">Where it stands in the store's order, which never changes.</param>
public sealed record ListedRecipient(RecipientState State, string Position);

/// <summary>One event of a walk over an account's ledgers, with the canonical address that it is about.</summary>
public sealed record RecordedEvent(string Recipient, LedgerEvent Event);

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
    Task<Commit> CommitAsync(Change change, CancellationToken cancellation);

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

/// <summary>An answer that a repeated request gets again.</summary>
/// <param name="RequestHash">SHA-256 of the request, to tell a repetition from a reuse of the key.</param>
/// <param name="Status">The HTTP status; 0 while the request is under way, or after a crash before it was answered.</param>
/// <param name="Body">The answer's body.</param>
public sealed record KeptAnswer(string RequestHash, int Status = 0, string Body = "");

/// <summary>The store could not be asked: deny, say 503, let a follow-up or Twilio try again.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException() : this("The recipient store cannot be reached.")
    {
    }

    public StoreUnavailableException(string message) : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception inner) : base(message, inner)
    {
    }
}

using System.Globalization;

namespace OptOut.Tests;

/// <summary>Recipients in memory, with versions, all or nothing; or out of reach.</summary>
internal sealed class MemoryStore : IRecipientStore, IRecipientList, IConversationStore
{
    private readonly Dictionary<RecipientKey, RecipientRecord> records = [];
    private readonly Dictionary<(RecipientKey Key, string Id), Receipt> receipts = [];
    private readonly Dictionary<RecipientKey, List<LedgerEvent>> ledgers = [];
    private readonly Dictionary<string, ConversationBinding> conversations = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int version,
        requests;

    public bool IsDown { get; set; }

    /// <summary>How many ledger events were read so far.</summary>
    public int EventsRead { get; private set; }

    /// <summary>Happens while a ledger is read, before its reader has it.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>How often anything was asked of it.</summary>
    public int Requests => Volatile.Read(ref requests);

    public IReadOnlyList<LedgerEvent> Ledger(RecipientKey key) => In(() => LedgerOf(key).ToArray());

    public RecipientState State(RecipientKey key) => In(() => Of(key).State);

    /// <summary>Changes an event behind everybody's back.</summary>
    public void Change(RecipientKey key, long sequence, Func<LedgerEvent, LedgerEvent> how) =>
        In(() =>
        {
            var ledger = LedgerOf(key);
            var index = ledger.FindIndex(e => e.Sequence == sequence);
            return ledger[index] = how(ledger[index]);
        });

    public Task<RecipientRecord> ReadAsync(RecipientKey key, CancellationToken cancellation) => Ask(() => Of(key));

    public Task<Receipt?> ReadReceiptAsync(RecipientKey key, string id, CancellationToken cancellation) =>
        Ask(() => receipts.GetValueOrDefault((key, id)));

    public Task<CommitResult> CommitAsync(Change change, CancellationToken cancellation) =>
        Ask<CommitResult>(() =>
        {
            if (Of(change.Key).Version != change.Before.Version)
            {
                return Commit.Stale;
            }

            if (
                change.Receipt is { } wanted
                && receipts.GetValueOrDefault((change.Key, wanted.Id)) is var kept
                && kept?.Version != change.Replaces?.Version
            )
            {
                return new CommitResult(Commit.Stale, change.Replaces is null ? kept : null);
            }

            records[change.Key] = new RecipientRecord(change.After, change.Reserved, Next()) { Recent = change.Recent };
            LedgerOf(change.Key).AddRange(change.Events);
            if (change.Receipt is { } receipt)
            {
                receipts[(change.Key, receipt.Id)] = receipt with { Version = Next() };
            }

            return Commit.Done;
        });

    public async Task<IReadOnlyList<LedgerEvent>> ReadLedgerAsync(RecipientKey key, long first, long last, CancellationToken cancellation)
    {
        var read = await Ask<LedgerEvent[]>(() => [.. LedgerOf(key).Where(e => e.Sequence >= first && e.Sequence <= last)]);
        EventsRead += read.Length;
        await (Meanwhile?.Invoke() ?? Task.CompletedTask);
        return read;
    }

    public Task<ConversationBinding?> ReadAsync(string accountSid, string conversationSid, CancellationToken cancellation) =>
        Ask(() => conversations.GetValueOrDefault(conversationSid));

    public Task<Commit> BindAsync(string accountSid, string conversationSid, ConversationBinding binding, CancellationToken cancellation) =>
        Ask(() =>
        {
            conversations[conversationSid] = binding with { Version = Next() };
            return Commit.Done;
        });

    public IAsyncEnumerable<ListedRecipient> ListAsync(string accountSid, Listing listing, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<RecordedEvent> WalkLedgerAsync(
        string accountSid,
        DateTimeOffset? from,
        DateTimeOffset? before,
        CancellationToken cancellation
    ) =>
        IsDown
            ? throw new DependencyUnavailableException()
            : In(() =>
                    ledgers
                        .Where(l => l.Key.AccountSid == accountSid)
                        .SelectMany(l =>
                            l.Value.Where(e => !(e.RecordedAt < from) && !(e.RecordedAt >= before))
                                .Select(e => new RecordedEvent(l.Key.Recipient.Value, e))
                        )
                        .ToArray()
                )
                .ToAsyncEnumerable();

    private RecipientRecord Of(RecipientKey key) =>
        records.GetValueOrDefault(key) ?? new RecipientRecord(OptOut.Ledger.Empty(key.Recipient.Value), [], null);

    private List<LedgerEvent> LedgerOf(RecipientKey key) => ledgers.TryGetValue(key, out var ledger) ? ledger : ledgers[key] = [];

    private string Next() => (++version).ToString(CultureInfo.InvariantCulture);

    private T In<T>(Func<T> work)
    {
        lock (gate)
        {
            return work();
        }
    }

    private Task<T> Ask<T>(Func<T> work)
    {
        Interlocked.Increment(ref requests);
        return IsDown ? Task.FromException<T>(new DependencyUnavailableException()) : Task.FromResult(In(work));
    }
}

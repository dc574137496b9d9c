using System.Globalization;

namespace OptOut.SimulationTests;

/// <summary>The table: one transaction at a time, versions, all or nothing.</summary>
internal sealed class StoreModel(Flaw flaw)
{
    private readonly Dictionary<RecipientKey, Partition> partitions = [];
    private long version;

    public sealed class Partition(RecipientKey key)
    {
        public RecipientRecord Record { get; set; } = new(Ledger.Empty(key.Recipient.Value), [], null);
        public List<LedgerEvent> Events { get; } = [];
        public Dictionary<string, Receipt> Receipts { get; } = new(StringComparer.Ordinal);
    }

    public Partition Of(RecipientKey key) => partitions.TryGetValue(key, out var kept) ? kept : partitions[key] = new Partition(key);

    public IEnumerable<Partition> All => partitions.Values;

    public CommitResult Commit(Change change)
    {
        var kept = Of(change.Key);
        var isClaim = change is { Replaces: not null, Receipt.Confirmation.State: ConfirmationState.Claimed };
        if (!(flaw == Flaw.ClaimWithoutETag && isClaim) && !IsCurrent(kept, change))
        {
            return new CommitResult(
                OptOut.Commit.Stale,
                kept.Record.Version == change.Before.Version && change is { Replaces: null, Receipt.Id: { } id }
                    ? kept.Receipts.GetValueOrDefault(id)
                    : null
            );
        }

        kept.Record = new RecipientRecord(change.After, change.Reserved, Next()) { Recent = change.Recent };
        kept.Events.AddRange(change.Events);
        if (change.Receipt is { } receipt)
        {
            if (flaw == Flaw.RouteKept && change.Replaces is { Confirmation.Route: Route.Twiml })
            {
                receipt = receipt with { Confirmation = receipt.Confirmation! with { Route = Route.Twiml } };
            }

            kept.Receipts[receipt.Id] = receipt with { Version = Next() };
        }

        return OptOut.Commit.Done;
    }

    public IReadOnlyList<LedgerEvent> Read(RecipientKey key, long first, long last) =>
        [.. Of(key).Events.Where(e => e.Sequence >= first && e.Sequence <= last)];

    private bool IsCurrent(Partition kept, Change change) =>
        (flaw == Flaw.LostUpdate || kept.Record.Version == change.Before.Version)
        && (change.Receipt is not { } receipt || kept.Receipts.GetValueOrDefault(receipt.Id)?.Version == change.Replaces?.Version);

    private string Next() => (++version).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A process's client of the table.</summary>
internal sealed class StorePort(StoreModel model, Wire wire, Life life) : IRecipientStore
{
    public Task<RecipientRecord> ReadAsync(RecipientKey key, CancellationToken cancellation) =>
        wire.CallAsync(life, $"read", () => model.Of(key).Record);

    public Task<Receipt?> ReadReceiptAsync(RecipientKey key, string id, CancellationToken cancellation) =>
        wire.CallAsync(life, $"receipt {id}", () => model.Of(key).Receipts.GetValueOrDefault(id));

    public Task<CommitResult> CommitAsync(Change change, CancellationToken cancellation) =>
        wire.CallAsync(
            life,
            $"commit {string.Join(' ', change.Events.Select(e => e.Type))} {Trace.Of(change.Receipt)}",
            () => model.Commit(change),
            findsOut: true
        );

    public Task<IReadOnlyList<LedgerEvent>> ReadLedgerAsync(RecipientKey key, long first, long last, CancellationToken cancellation) =>
        wire.CallAsync(life, $"ledger {first} to {last}", () => model.Read(key, first, last));
}

/// <summary>The cast holds no Conversations, so nobody asks.</summary>
internal sealed class NoConversations : IConversationStore
{
    public Task<ConversationBinding?> ReadAsync(string accountSid, string conversationSid, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<Commit> BindAsync(string accountSid, string conversationSid, ConversationBinding binding, CancellationToken cancellation) =>
        throw new NotSupportedException();
}

namespace OptOut;

/// <summary>A decision on its way to the store.</summary>
/// <param name="Drafts">The events to write; none and no receipt: nothing is written.</param>
/// <param name="Receipt">Made from the first and last sequence that the events got.</param>
public sealed record Proposal(
    IReadOnlyList<LedgerEvent> Drafts, Func<long, long, Receipt>? Receipt = null, Receipt? Replaces = null, IReadOnlyList<Reservation>? Reserved = null)
{
    public static readonly Proposal Nothing = new([]);
}

/// <summary>What was written, and the state after it. When nothing was, the receipt is that of the first time.</summary>
public sealed record Written(RecipientState State, IReadOnlyList<LedgerEvent> Events, Receipt? Receipt);

/// <summary>
/// The one way in which a recipient changes: read, decide, commit; decided anew when somebody else was faster.
/// </summary>
public sealed class RecipientChanges(IRecipientStore store, TimeProvider time)
{
    /// <summary>Within one process changes of a recipient queue up rather than race for the store: 50 texts at once cost 50 commits, not 50².</summary>
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Reads, decides and commits. A decision may be asked for several times, so it has no effects of its own.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="receiptId">The receipt that a repetition of this change finds; read together with the state.</param>
    /// <param name="decide">From what is kept and the time to what shall be written.</param>
    /// <param name="cancellation">Ends waiting, not a commit that is under way.</param>
    public async Task<Written> ApplyAsync(
        RecipientKey key, string? receiptId, Func<RecipientRecord, Receipt?, DateTimeOffset, Proposal> decide, CancellationToken cancellation)
    {
        var gate = gates[(uint)key.GetHashCode() % gates.Length];
        await gate.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var reading = store.ReadAsync(key, cancellation);
                var taken = receiptId is null ? null : await store.ReadReceiptAsync(key, receiptId, cancellation);
                var before = await reading;
                var now = time.GetUtcNow();
                var proposal = decide(before, taken, now);
                var (after, events) = Ledger.Append(before.State, key.AccountSid, proposal.Drafts, now);
                var receipt = proposal.Receipt?.Invoke(events.IsEmpty ? 0 : events[0].Sequence, events.IsEmpty ? 0 : events[^1].Sequence);
                if (events.IsEmpty && receipt is null && proposal.Reserved is null)
                {
                    return new Written(before.State, [], taken);
                }

                var change = new Change(key, before, after, proposal.Reserved ?? before.Reserved, events, receipt, proposal.Replaces);
                if (await store.CommitAsync(change, cancellation) == Commit.Done)
                {
                    Signals.Committed(events);
                    return new Written(after, events, receipt);
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }
}

using System.Collections.Immutable;

namespace OptOut;

/// <summary>A recipient's state as of a moment that has passed: what a send is judged by (rule 30).</summary>
public sealed class PastStates(VerifiedLedger ledger)
{
    private const int MaxReadBack = 16;

    private readonly PastStateCache cache = new();

    /// <summary>
    /// As of a time, where the present state is the answer because nothing was written since. Null where the ledger must be read.
    /// </summary>
    public static RecipientState? IfUnchanged(RecipientState now, DateTimeOffset asOf) =>
        now.ChangedAt is null || now.ChangedAt <= asOf ? now : null;

    /// <summary>
    /// As of a time, from the ledger. Most often only other sends were recorded since: then the state without those will do. What was
    /// purged or erased cannot be told any more and counts as it is.
    /// </summary>
    /// <exception cref="BrokenChainException">The ledger is not what was written.</exception>
    public async Task<RecipientState> ReadAsync(RecipientKey key, RecipientState now, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var first = (now.Watermark?.Through ?? 0) + 1;
        var last = now.LastSequence;
        while (last >= first)
        {
            var from = Math.Max(first, last - MaxReadBack + 1);
            var events = await ledger.ReadAsync(key, now, from, last, cancellation);
            var later = events.Reverse().TakeWhile(e => e.RecordedAt > asOf).ToList();
            if (later.Exists(e => e.Type is not (EventType.SendRecorded or EventType.ConfirmationSent)))
            {
                return await FoldAsync(key, now, asOf, cancellation);
            }

            if (later.Count < events.Count)
            {
                break;
            }

            last = from - 1;
        }

        return now with
        {
            Brands = now.Brands.ToImmutableSortedDictionary(
                b => b.Key,
                b => b.Value with { Sends = [.. b.Value.Sends.Where(at => at <= asOf)] },
                StringComparer.Ordinal
            ),
        };
    }

    /// <summary>One event of the ledger; null where it was purged.</summary>
    /// <exception cref="BrokenChainException">It is not what was written.</exception>
    public async Task<LedgerEvent?> ReadEventAsync(RecipientKey key, RecipientState now, long sequence, CancellationToken cancellation) =>
        (await ledger.ReadAsync(key, now, sequence, sequence, cancellation)) is [var only] ? only : null;

    private async Task<RecipientState> FoldAsync(RecipientKey key, RecipientState now, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var start = cache.Of(key, now, asOf);
        var events = await ledger.ReadAsync(key, now, start.LastSequence + 1, now.LastSequence, cancellation);
        cache.Keep(key, start, events, asOf);
        // By when it happened, not when it was written: an opt-out that reached us late held all the same (rule 1).
        return events.Where(e => e.At <= asOf).Aggregate(start, Ledger.Apply);
    }
}

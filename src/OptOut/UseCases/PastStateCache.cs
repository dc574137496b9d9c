namespace OptOut;

/// <summary>
/// States as of a moment ago, of the recipients whose past this process was asked for last. Without them, each send that follows another
/// event would read the whole ledger, which costs more with every message. With them, only what is newer than the state kept here is read.
/// </summary>
internal sealed class PastStateCache
{
    /// <summary>States are some kilobytes, 48 at most.</summary>
    private const int MaxKept = 256;

    /// <summary>A kept state lies this long before the moment asked for, since reports of sends overtake each other.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<RecipientKey, (RecipientState State, DateTimeOffset Newest)> kept = [];

    /// <summary>
    /// From where to fold: the state after the first events of the ledger, all of which had happened by then; empty where none is known.
    /// </summary>
    /// <param name="now">The state as it is. After a purge or an erasure a kept state is not used any more.</param>
    public RecipientState Of(RecipientKey key, RecipientState now, DateTimeOffset asOf)
    {
        lock (gate)
        {
            return
                kept.TryGetValue(key, out var known)
                && known.Newest <= asOf
                && known.State.LastSequence <= now.LastSequence
                && known.State.Watermark?.Through == now.Watermark?.Through
                && known.State.Erased == now.Erased
                ? known.State
                : Ledger.Empty(now.Recipient) with
                {
                    Watermark = now.Watermark,
                    LastSequence = now.Watermark?.Through ?? 0,
                };
        }
    }

    /// <summary>Keeps the state after as many of these events as had happened, and were written, well before the moment.</summary>
    /// <param name="events">In sequence, the first one right after <paramref name="start"/>.</param>
    public void Keep(RecipientKey key, RecipientState start, IReadOnlyList<LedgerEvent> events, DateTimeOffset asOf)
    {
        if (events.Count == 0 || events[0].Sequence != start.LastSequence + 1)
        {
            return;
        }

        var until = asOf - Margin;
        LedgerEvent[] settled = [.. events.TakeWhile(e => e.At <= until && e.RecordedAt <= until)];
        if (settled.Length == 0)
        {
            return;
        }

        var (state, newest) = (settled.Aggregate(start, Ledger.Apply), settled.Max(e => Times.Later(e.At, e.RecordedAt)));
        lock (gate)
        {
            if (kept.TryGetValue(key, out var known) && known.Newest > newest)
            {
                return;
            }

            if (kept.Count >= MaxKept)
            {
                kept.Clear();
            }

            kept[key] = (state, newest);
        }
    }
}

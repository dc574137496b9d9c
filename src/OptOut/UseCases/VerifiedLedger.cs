namespace OptOut;

/// <summary>
/// Reads ledgers and refuses those that are not what was written (rule 34): one recipient's broken chain is an alarm, and hurts nobody
/// else.
/// </summary>
public sealed class VerifiedLedger(IRecipientStore store)
{
    private volatile bool broken;

    /// <summary>A broken chain was met since the start of this process.</summary>
    public bool HasMetBroken => broken;

    /// <summary>The events of a recipient by sequence, both ends included.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="state">Its state, which keeps the head of the chain.</param>
    /// <param name="first">The first sequence; what was purged is left out.</param>
    /// <param name="last">The last sequence, at most the state's.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="BrokenChainException">An event was changed or is missing.</exception>
    /// <exception cref="DependencyUnavailableException">The store cannot be asked.</exception>
    public async Task<IReadOnlyList<LedgerEvent>> ReadAsync(
        RecipientKey key,
        RecipientState state,
        long first,
        long last,
        CancellationToken cancellation
    )
    {
        first = Math.Max(first, (state.Watermark?.Through ?? 0) + 1);
        if (last < first)
        {
            return [];
        }

        var events = await store.ReadLedgerAsync(key, first, last, cancellation);
        if (
            !HashChain.IsWhole(key.Recipient.Value, events, first, last, before: null)
            || (last == state.LastSequence && events[^1].Hash != state.Head)
        )
        {
            Report();
            throw new BrokenChainException();
        }

        return events;
    }

    /// <summary>Counts an event that is not what was written; alerts and health go by it.</summary>
    public void Report()
    {
        broken = true;
        Signals.BrokenChain();
    }
}

namespace OptOut;

/// <summary>Takes the lines of an import, each as one change of its recipient.</summary>
public sealed class ImportRecords(IRecipientStore store, RecipientChanges changes, TimeProvider time)
{
    /// <param name="key">The line's recipient.</param>
    /// <param name="decide">What the line comes to, from the recipient's state and the time.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task<ImportDecision> ApplyAsync(
        RecipientKey key,
        Func<RecipientState, DateTimeOffset, ImportDecision> decide,
        CancellationToken cancellation
    )
    {
        ImportDecision? decision = null;
        await changes.ApplyAsync(key, null, (record, _, now) => new Proposal((decision = decide(record.State, now)).Events), cancellation);
        return decision!;
    }

    /// <summary>Whether the message that the proof names, if any, is one that this recipient sent (rule 18).</summary>
    public Task<bool> IsTheirsAsync(RecipientKey key, Proof proof, CancellationToken cancellation) =>
        RecordConsent.IsTheirsAsync(store, key, proof, cancellation);

    /// <summary>What the line would come to, and the state it would lead to.</summary>
    /// <param name="key">The line's recipient.</param>
    /// <param name="imagined">The state that earlier lines would have led to; null: what is kept.</param>
    /// <param name="decide">As in <see cref="ApplyAsync"/>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<(ImportDecision Decision, RecipientState After)> TryAsync(
        RecipientKey key,
        RecipientState? imagined,
        Func<RecipientState, DateTimeOffset, ImportDecision> decide,
        CancellationToken cancellation
    )
    {
        var state = imagined ?? (await store.ReadAsync(key, cancellation)).State;
        var now = time.GetUtcNow();
        var decision = decide(state, now);
        return (decision, Ledger.Append(state, key.AccountSid, decision.Events, now).State);
    }
}

namespace OptOut;

/// <summary>
/// The one way in which a recipient changes: read, decide, commit, and again from the read when another commit was faster. A commit whose
/// events are to be published always has a follow-up that publishes them if this process dies right after it.
/// </summary>
public sealed class RecipientChanges(IRecipientStore store, FollowUps followUps, TimeProvider time)
{
    /// <summary>
    /// How much the clocks of hosts on one store may differ. NTP keeps them within a second; a host beyond this bound would miss opt-outs
    /// in lists.
    /// </summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    /// <summary>How old a decision may be when it is handed to the store. An older one is made again, with a new time.</summary>
    private static readonly TimeSpan MaxDecisionAge = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long after its <c>recordedAt</c> a change may first be readable, by the clock of any host: it is fresh when it is handed to the
    /// store, the store's client sends it for 8 s at most, an answer takes 2 s, and the rest is for a store that is slow, and for clocks.
    /// </summary>
    public static readonly TimeSpan SettlingTime = MaxDecisionAge + TimeSpan.FromSeconds(15) + ClockTolerance;

    /// <summary>
    /// Within one process changes of a recipient queue up rather than race for the store: 50 texts at once cost 50 commits, not 50².
    /// </summary>
    private readonly Turns turns = new();
    private readonly InFlightWrites inFlight = new(time);

    /// <summary>
    /// Whatever any process recorded before that time can be read by now: every later reader sees it. For this process' own changes that is
    /// known; those of others are in the store within <see cref="SettlingTime"/>, by whatever clock they were recorded.
    /// </summary>
    public DateTimeOffset SettledBefore => new[] { inFlight.Oldest, time.GetUtcNow() - SettlingTime }.Min();

    /// <summary>Reads, decides and commits; then publishes, without being waited for.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="lookup">The receipt that a repetition of this change finds; an id alone is that of a new one.</param>
    /// <param name="decide">From what is kept and the time to what shall be written. Pure: it may be asked several times.</param>
    /// <param name="cancellation">Ends waiting, not a commit that is under way.</param>
    /// <param name="assurance">Who makes sure of what follows; null: <see cref="Assurance.Own"/>.</param>
    public async Task<Written> ApplyAsync(
        RecipientKey key,
        ReceiptLookup lookup,
        Func<RecipientRecord, Receipt?, DateTimeOffset, Proposal> decide,
        CancellationToken cancellation,
        Assurance? assurance = null
    )
    {
        assurance ??= Assurance.Own;
        using var turn = await turns.EnterAsync(key, cancellation);
        // From here on its events have a time.
        using var writing = inFlight.Begin();
        var (before, taken) = await ReadAsync(key, lookup, cancellation);
        while (true)
        {
            var now = time.GetUtcNow();
            if (decide(before, taken, now).Against(key, before, now) is not { } change)
            {
                // Nothing is to be written, perhaps because an earlier attempt has written it.
                if (taken is null && lookup is { Id: { } id, Exists: false })
                {
                    lookup = lookup.Again;
                    taken = await store.ReadReceiptAsync(key, id, cancellation);
                    if (taken is not null)
                    {
                        continue;
                    }
                }

                followUps.Release(assurance, taken);
                return new Written(before.State, [], taken);
            }

            var ticket = await followUps.AssureAsync(change, assurance, cancellation);
            if (assurance is Assurance.OfMessage && change.Receipt is { FollowUp: null } receipt)
            {
                change = change with { Receipt = receipt with { FollowUp = ticket } };
            }

            var commit = await CommitAsync(change, cancellation);
            if (commit == Commit.Done)
            {
                followUps.Settle(change, assurance, ticket);
                return new Written(change.After, change.Events, change.Receipt);
            }

            followUps.Withdraw(assurance, ticket);
            lookup = lookup.Again;
            (before, taken) = commit.Taken is { } first ? (before, first) : await ReadAsync(key, lookup, cancellation);
        }
    }

    private async Task<(RecipientRecord Before, Receipt? Taken)> ReadAsync(
        RecipientKey key,
        ReceiptLookup lookup,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        var reading = store.ReadAsync(key, cancellation);
        var receipt = lookup is { Exists: true, AtHand: null, Id: { } id }
            ? store.ReadReceiptAsync(key, id, cancellation)
            : Task.FromResult(lookup.AtHand);
        await Task.WhenAll(reading, receipt);
        var (before, taken) = (await reading, await receipt);
        return taken is null && lookup is { Exists: false, Id: { } of } && before.Recent.Any(r => r.MessageSid == of)
            ? (before, await store.ReadReceiptAsync(key, of, cancellation))
            : (before, taken);
    }

    private async Task<CommitResult> CommitAsync(Change change, CancellationToken cancellation)
    {
        // A process that was stopped in between holds a time that lists no longer wait for.
        if (change.Events.Count > 0 && time.GetUtcNow() - change.Events[0].RecordedAt > MaxDecisionAge)
        {
            return Commit.Stale;
        }

        var result = await store.CommitAsync(change, cancellation);
        if (result == Commit.Done)
        {
            Signals.Committed(change.Events);
        }

        return result;
    }
}

namespace OptOut;

/// <summary>A decision on its way to the store.</summary>
/// <param name="Drafts">The events to write; none and no receipt: nothing is written.</param>
/// <param name="Receipt">Made from the first and last sequence that the events got.</param>
/// <param name="Replaces">The receipt that the new one takes the place of.</param>
/// <param name="Reserved">The places held from now on; null: as before.</param>
/// <param name="Recent">The last messages from now on; null: as before.</param>
public sealed record Proposal(
    IReadOnlyList<LedgerEvent> Drafts, Func<long, long, Receipt>? Receipt = null, Receipt? Replaces = null, IReadOnlyList<Reservation>? Reserved = null,
    IReadOnlyList<RecentMessage>? Recent = null)
{
    public static readonly Proposal Nothing = new([]);
}

/// <summary>What was written, and the state after it. When nothing was, the receipt is that of the first time.</summary>
public sealed record Written(RecipientState State, IReadOnlyList<LedgerEvent> Events, Receipt? Receipt);

/// <summary>
/// The one way in which a recipient changes: read, decide, commit; decided anew when somebody else was faster. No commit with events is without a
/// follow-up that would publish them if we died right after it.
/// </summary>
public sealed class RecipientChanges(IRecipientStore store, FollowUps followUps, TimeProvider time)
{
    /// <summary>How much the clocks of hosts on one store may differ. NTP keeps them within a second; a host beyond this bound would miss opt-outs in lists.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    /// <summary>How old a decision may be when it is handed to the store: an older one is made anew, with a new time.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long after its <c>recordedAt</c> a change may first be readable, by the clock of any host: it is fresh when it is handed to the store, the store's
    /// client sends it for 8 s at most, an answer takes 2 s, and the rest is for a store that is slow, and for clocks.
    /// </summary>
    public static readonly TimeSpan SettlingTime = FreshFor + TimeSpan.FromSeconds(15) + ClockTolerance;

    /// <summary>Within one process changes of a recipient queue up rather than race for the store: 50 texts at once cost 50 commits, not 50².</summary>
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1))];
    private readonly InFlightWrites inFlight = new(time);

    /// <summary>
    /// Whatever any process recorded before that time can be read by now: every later reader sees it. For this process' own changes that is known; those of others
    /// are in the store within <see cref="SettlingTime"/>, by whatever clock they were recorded.
    /// </summary>
    public DateTimeOffset SettledBefore => new[] { inFlight.Oldest, time.GetUtcNow() - SettlingTime }.Min();

    /// <summary>Reads, decides and commits; then publishes, without being waited for.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="receiptId">The receipt that a repetition of this change finds; read together with the state.</param>
    /// <param name="decide">From what is kept and the time to what shall be written. May be asked several times, so it has no effects of its own.</param>
    /// <param name="cancellation">Ends waiting, not a commit that is under way.</param>
    public Task<Written> ApplyAsync(
        RecipientKey key, string? receiptId, Func<RecipientRecord, Receipt?, DateTimeOffset, Proposal> decide, CancellationToken cancellation) =>
        InTurnAsync(key, async () =>
        {
            while (true)
            {
                var (before, taken) = await ReadAsync(key, receiptId, cancellation);
                var change = Decide(key, before, taken, decide);
                if (change is null)
                {
                    return new Written(before.State, [], taken);
                }

                // A report about a confirmation that is still watched: its follow-up is in the queue, and publishes whatever the receipt names.
                var watched = change.Replaces is { Confirmation.IsOpen: true, FollowUp: not null } open ? open : null;
                var followUp = new PublicationFollowUp(key.AccountSid, key.Recipient.Value, change.FirstSequence, change.LastSequence);
                var ticket = watched is null && change.Events.Any(e => e.IsPublished) ? await followUps.ScheduleAsync(followUp, cancellation) : null;
                if (await CommitAsync(change, cancellation) is not { } written)
                {
                    // The sequences have moved on, so the follow-up speaks of others' events.
                    followUps.Cancel(ticket);
                }
                else if (watched is null)
                {
                    followUps.Settle(followUp, written.Events, written.Receipt, ticket, written.State);
                    return written;
                }
                else
                {
                    followUps.End(
                        key, watched, written.Events, () => store.ReadLedgerAsync(key, watched.FirstSequence, watched.LastSequence, CancellationToken.None));
                    return written;
                }
            }
        }, cancellation);

    /// <summary>The same for a message, whose follow-up is scheduled while the state is read, and outlives the commit until its confirmation is taken.</summary>
    public async Task<Written> ApplyAsync(
        RecipientKey key, MessageFollowUp followUp, Task<string?> scheduling, Func<RecipientRecord, Receipt?, DateTimeOffset, Proposal> decide, CancellationToken cancellation)
    {
        var written = await CommitOnceAsync(key, followUp.MessageSid, async () => await scheduling, decide, cancellation);
        if (written.Committed)
        {
            followUps.Settle(followUp, written.Written.Events, written.Written.Receipt, await scheduling, written.Written.State);
        }
        else if (written.Written.Receipt is not { FollowUp: null })
        {
            // Where the first delivery found the queue down, this one's follow-up watches over its receipt.
            followUps.Cancel(await scheduling);
        }

        return written.Written;
    }

    /// <summary>The same inside a follow-up's handler, which publishes by itself before it calls its duty done.</summary>
    public async Task<Written> ApplyFollowedAsync(
        RecipientKey key, string receiptId, Func<RecipientRecord, Receipt?, DateTimeOffset, Proposal> decide, CancellationToken cancellation) =>
        (await CommitOnceAsync(key, receiptId, () => Task.FromResult<string?>(null), decide, cancellation)).Written;

    private Task<(Written Written, bool Committed)> CommitOnceAsync(
        RecipientKey key, string receiptId, Func<Task<string?>> ticket, Func<RecipientRecord, Receipt?, DateTimeOffset, Proposal> decide, CancellationToken cancellation) =>
        InTurnAsync(key, async () =>
        {
            while (true)
            {
                var (before, taken) = await ReadAsync(key, receiptId, cancellation);
                if (Decide(key, before, taken, decide) is not { } change)
                {
                    return (new Written(before.State, [], taken), false);
                }

                var mine = await ticket();
                if (change.Receipt is { FollowUp: null } receipt)
                {
                    change = change with { Receipt = receipt with { FollowUp = mine } };
                }

                if (await CommitAsync(change, cancellation) is { } written)
                {
                    return (written, true);
                }
            }
        }, cancellation);

    private async Task<(RecipientRecord Before, Receipt? Taken)> ReadAsync(RecipientKey key, string? receiptId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var reading = store.ReadAsync(key, cancellation);
        var receipt = receiptId is null ? Task.FromResult<Receipt?>(null) : store.ReadReceiptAsync(key, receiptId, cancellation);
        await Task.WhenAll(reading, receipt);
        return (await reading, await receipt);
    }

    private Change? Decide(RecipientKey key, RecipientRecord before, Receipt? taken, Func<RecipientRecord, Receipt?, DateTimeOffset, Proposal> decide)
    {
        var now = time.GetUtcNow();
        var proposal = decide(before, taken, now);
        var (after, events) = Ledger.Append(before.State, key.AccountSid, proposal.Drafts, now);
        var receipt = proposal.Receipt?.Invoke(events.IsEmpty ? 0 : events[0].Sequence, events.IsEmpty ? 0 : events[^1].Sequence);
        return events.IsEmpty && receipt is null && proposal.Reserved is null
            ? null
            : new Change(key, before, after, [.. (proposal.Reserved ?? before.Reserved).Where(r => r.Until > now)], events, receipt, proposal.Replaces)
            {
                Recent = proposal.Recent ?? before.Recent,
            };
    }

    private async Task<Written?> CommitAsync(Change change, CancellationToken cancellation)
    {
        // A process that was stopped in between holds a time that lists no longer wait for.
        var isFresh = change.Events.Count == 0 || time.GetUtcNow() - change.Events[0].RecordedAt <= FreshFor;
        if (!isFresh || await store.CommitAsync(change, cancellation) != Commit.Done)
        {
            return null;
        }

        Signals.Committed(change.Events);
        return new Written(change.After, change.Events, change.Receipt);
    }

    private async Task<T> InTurnAsync<T>(RecipientKey key, Func<Task<T>> work, CancellationToken cancellation)
    {
        var gate = gates[(uint)key.GetHashCode() % gates.Length];
        await gate.WaitAsync(cancellation);
        try
        {
            // Its events will carry a time from now on.
            using var writing = inFlight.Begin();
            return await work();
        }
        finally
        {
            gate.Release();
        }
    }
}

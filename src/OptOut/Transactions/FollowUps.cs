namespace OptOut;

/// <summary>
/// Schedules a follow-up before a change commits, and cancels it once its duty is done: events published, confirmation known to be taken.
/// </summary>
public sealed class FollowUps(
    IRecipientStore store,
    IFollowUpQueue queue,
    IEventPublisher publisher,
    FollowUpTimes times,
    Background background,
    TimeProvider time,
    EventRelays? relays = null,
    EventIndexes? indexes = null
)
{
    private const int MaxAttemptsAfterCommit = 5;

    /// <summary>
    /// Schedules it and returns the ticket to cancel it with; null when the queue could not take it, which the caller decides about.
    /// </summary>
    public async Task<string?> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation)
    {
        try
        {
            return await queue.ScheduleAsync(followUp, due, cancellation);
        }
        catch (Exception e) when (e is DependencyUnavailableException or OperationCanceledException)
        {
            Signals.LeftToFollowUp();
            return null;
        }
    }

    /// <summary>The follow-up of a message, due when the webhook has long answered.</summary>
    public Task<string?> ScheduleAsync(FollowUp followUp, CancellationToken cancellation) =>
        ScheduleAsync(followUp, times.Due, cancellation);

    /// <summary>Publishes the events that subscribers receive. Recorded sends are not among them.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="events">In sequence.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <param name="state">The state after them, where it is at hand.</param>
    /// <param name="indexed">Enter them into the indexes of overviews and searches, too.</param>
    public async Task PublishAsync(
        RecipientKey key,
        IReadOnlyList<LedgerEvent> events,
        CancellationToken cancellation,
        RecipientState? state = null,
        bool indexed = true
    )
    {
        LedgerEvent[] published = [.. events.Where(e => e.IsPublished)];
        if (published.Length == 0)
        {
            return;
        }

        if (relays is not null)
        {
            await relays.ScheduleAsync(key, published, state, cancellation);
        }

        if (publisher.HasSubscribers)
        {
            await publisher.PublishAsync(key.AccountSid, key.Recipient.Value, published, cancellation);
        }

        if (indexed && indexes is not null)
        {
            await indexes.KeepAsync(key.AccountSid, key.Recipient.Value, published, cancellation);
        }
    }

    /// <summary>
    /// Before a commit: the ticket of the follow-up that finishes the work if this process dies after the commit; null where none is
    /// needed, or where the queue could not take one.
    /// </summary>
    internal async Task<string?> AssureAsync(Change change, Assurance assurance, CancellationToken cancellation) =>
        assurance switch
        {
            Assurance.OfMessage message => await message.Scheduling,
            Assurance.OwnFollowUp when Watched(change) is null && AreForSomebody(change, indexed: true) => await ScheduleAsync(
                new PublicationFollowUp(change.Key.AccountSid, change.Key.Recipient.Value, change.FirstSequence, change.LastSequence),
                cancellation
            ),
            _ => null,
        };

    /// <summary>
    /// A concurrent commit was faster. The sequences that this change's own follow-up names belong to other events now, so it is cancelled;
    /// a message's follow-up stays for the next try.
    /// </summary>
    internal void Withdraw(Assurance assurance, string? ticket)
    {
        if (assurance is Assurance.OwnFollowUp && ticket is not null)
        {
            background.Run(() => queue.CancelAsync(ticket, CancellationToken.None));
        }
    }

    /// <summary>
    /// Nothing was written: the message's follow-up is cancelled, unless the first delivery found the queue down and this follow-up takes
    /// its place.
    /// </summary>
    internal void Release(Assurance assurance, Receipt? taken)
    {
        if (assurance is Assurance.OfMessage message && taken is not { FollowUp: null })
        {
            background.Run(async () =>
            {
                if (await message.Scheduling is { } ticket && ticket != taken?.FollowUp)
                {
                    await queue.CancelAsync(ticket, CancellationToken.None);
                }
            });
        }
    }

    /// <summary>After a commit: publishes at once, and cancels the follow-up unless a confirmation has still to be watched.</summary>
    internal void Settle(Change change, Assurance assurance, string? ticket)
    {
        var open = change.Receipt?.Confirmation is { IsOpen: true };
        if (assurance is Assurance.OwnFollowUp && Watched(change) is { } watched)
        {
            background.Run(() => EndAsync(change, watched));
        }
        else if (assurance is not Assurance.HandledFollowUp && (AreForSomebody(change, indexed: !open) || open != ticket is not null))
        {
            background.Run(async () =>
            {
                if (ticket is null && open && assurance is Assurance.OfMessage message)
                {
                    await InsistAsync(message.FollowUp);
                }

                // Index entries wait until the confirmation's fate is known, so that a STOP costs no extra request.
                await PublishAsync(change.Key, change.Events, CancellationToken.None, change.After, indexed: !open);
                if (ticket is not null && !open)
                {
                    await queue.CancelAsync(ticket, CancellationToken.None);
                }
            });
        }
    }

    /// <summary>
    /// The receipt whose confirmation a report ends; its follow-up is in the queue, and publishes whatever the receipt names.
    /// </summary>
    private static Receipt? Watched(Change change) =>
        change.Replaces is { Confirmation.IsOpen: true, FollowUp: not null } open ? open : null;

    /// <summary>Whether anybody receives these events.</summary>
    private bool AreForSomebody(Change change, bool indexed) =>
        change.Events.Any(e => e.IsPublished) && IsAnybody(change.Key.AccountSid, change.After, indexed);

    private bool IsAnybody(string accountSid, RecipientState state, bool indexed) =>
        (indexed && indexes is not null) || publisher.HasSubscribers || relays?.HaveDuties(accountSid, state) == true;

    /// <summary>
    /// After the report that ends a confirmation, its follow-up is cancelled. That follow-up would also have published the events that the
    /// receipt was written with. Only the process that wrote them knows whether they were published, so they are published again.
    /// </summary>
    private async Task EndAsync(Change change, Receipt watched)
    {
        if (IsAnybody(change.Key.AccountSid, change.After, indexed: true))
        {
            IReadOnlyList<LedgerEvent> first =
                watched.FirstSequence > 0
                    ? await store.ReadLedgerAsync(change.Key, watched.FirstSequence, watched.LastSequence, CancellationToken.None)
                    : [];
            await PublishAsync(change.Key, [.. first, .. change.Events], CancellationToken.None, change.After);
        }

        await queue.CancelAsync(watched.FollowUp!, CancellationToken.None);
    }

    /// <summary>The change is committed though the queue was down: its confirmation is watched as soon as the queue is back.</summary>
    private async Task InsistAsync(FollowUp followUp)
    {
        for (var attempt = 0; attempt < MaxAttemptsAfterCommit && await ScheduleAsync(followUp, CancellationToken.None) is null; attempt++)
        {
            await Task.Delay(times.Backoff(attempt), time);
        }
    }
}

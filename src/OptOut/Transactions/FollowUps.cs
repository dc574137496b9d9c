namespace OptOut;

/// <summary>
/// Schedules a follow-up before a change commits, and cancels it once its duty is done: events published, confirmation known to be taken.
/// </summary>
public sealed class FollowUps(IFollowUpQueue queue, IEventPublisher publisher, FollowUpTimes times, Background background, TimeProvider time, EventRelays? relays = null,
    EventIndexes? indexes = null)
{
    private const int TriesAfterCommit = 5;

    /// <summary>The ticket; null when the queue cannot take it, which is for the caller to weigh.</summary>
    public async Task<string?> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation)
    {
        try
        {
            return await queue.ScheduleAsync(followUp, due, cancellation);
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            Signals.LeftToFollowUp();
            return null;
        }
    }

    /// <summary>The follow-up of a message, due when the webhook has long answered.</summary>
    public Task<string?> ScheduleAsync(FollowUp followUp, CancellationToken cancellation) => ScheduleAsync(followUp, times.Due, cancellation);

    /// <summary>Nothing came of it: a redelivery, or a change that was not needed.</summary>
    public void Cancel(string? ticket)
    {
        if (ticket is not null)
        {
            background.Run(() => queue.CancelAsync(ticket, CancellationToken.None));
        }
    }

    /// <summary>After a commit: publishes at once, and cancels unless a confirmation has still to be watched.</summary>
    public void Settle(RecipientFollowUp followUp, IReadOnlyList<LedgerEvent> events, Receipt? receipt, string? ticket, RecipientState? state = null) => background.Run(async () =>
    {
        var watched = receipt?.Confirmation is { IsOpen: true };
        ticket ??= watched ? await InsistAsync(followUp) : null;
        // Overviews can wait for a watched confirmation's end: a STOP costs no request more.
        await PublishAsync(followUp.AccountSid, followUp.Recipient, events, CancellationToken.None, state, indexed: !watched);
        if (ticket is not null && !watched)
        {
            await queue.CancelAsync(ticket, CancellationToken.None);
        }
    });

    /// <summary>
    /// After the report that ends a confirmation: its follow-up is cancelled. That one's duty was to publish, too, and whether the events that the
    /// receipt was written with are published, only the process that wrote them could know: they are published once more.
    /// </summary>
    /// <param name="key">The recipient.</param>
    /// <param name="watched">The receipt as it was, with its follow-up.</param>
    /// <param name="events">What the report brought.</param>
    /// <param name="earlier">Reads the receipt's events.</param>
    public void End(RecipientKey key, Receipt watched, IReadOnlyList<LedgerEvent> events, Func<Task<IReadOnlyList<LedgerEvent>>> earlier) => background.Run(async () =>
    {
        IReadOnlyList<LedgerEvent> first = watched.FirstSequence > 0 ? await earlier() : [];
        await PublishAsync(key.AccountSid, key.Recipient.Value, [.. first, .. events], CancellationToken.None);
        await queue.CancelAsync(watched.FollowUp!, CancellationToken.None);
    });

    /// <summary>Publishes what subscribers get; a recorded send is none of their business.</summary>
    public async Task PublishAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation, RecipientState? state = null, bool indexed = true)
    {
        LedgerEvent[] published = [.. events.Where(e => e.IsPublished)];
        if (published.Length == 0)
        {
            return;
        }

        if (relays is not null)
        {
            await relays.ScheduleAsync(new RecipientKey(accountSid, RecipientAddress.FromStored(recipient)), published, state, cancellation);
        }

        await publisher.PublishAsync(accountSid, recipient, published, cancellation);
        if (indexed && indexes is not null)
        {
            await indexes.KeepAsync(accountSid, recipient, published, cancellation);
        }
    }

    /// <summary>The change is committed though the queue was down: its confirmation is watched as soon as the queue is back.</summary>
    private async Task<string?> InsistAsync(FollowUp followUp)
    {
        for (var attempt = 0; attempt < TriesAfterCommit; attempt++)
        {
            if (await ScheduleAsync(followUp, CancellationToken.None) is { } ticket)
            {
                return ticket;
            }

            await Task.Delay(times.Backoff(attempt), time);
        }

        return null;
    }
}

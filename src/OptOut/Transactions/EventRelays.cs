namespace OptOut;

/// <summary>
/// Puts what follows from ledger events outside of us into the queue: webhooks, Twilio's consent list, scheduled messages to cancel (rules
/// 40, 43). It is part of publishing, so whatever crashes, the events' own follow-up does it again; each duty knows by itself what was done
/// already.
/// </summary>
public sealed class EventRelays(IFollowUpQueue queue, IRecipientStore store, Policy policy)
{
    /// <summary>Whether an event of the account can have any; for an account that has none, nothing is scheduled.</summary>
    /// <param name="accountSid">The account.</param>
    /// <param name="state">The recipient's state after the event.</param>
    public bool HaveDuties(string accountSid, RecipientState state) =>
        (
            policy.Accounts.TryGetValue(accountSid, out var account)
            && (account.Webhooks.Count > 0 || account.SyncToTwilio != SyncToTwilio.Off)
        ) || HasScheduled(state);

    /// <summary>Schedules the duties of events that were committed together.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="events">In sequence.</param>
    /// <param name="state">The state after them, where it is at hand.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task ScheduleAsync(
        RecipientKey key,
        IReadOnlyList<LedgerEvent> events,
        RecipientState? state,
        CancellationToken cancellation
    )
    {
        if (!policy.Accounts.TryGetValue(key.AccountSid, out var account) || events.Count == 0)
        {
            return;
        }

        var (sid, recipient) = (key.AccountSid, key.Recipient.Value);
        var duties = new List<FollowUp>();
        if (events.LastOrDefault(e => e.IsPublished) is { } last)
        {
            duties.AddRange(account.Webhooks.Select(target => new WebhookFollowUp(sid, recipient, target.Url.AbsoluteUri, last.Sequence)));
        }

        duties.AddRange(
            events
                .Where(e => ConsentSyncRules.Concerns(e, account.SyncToTwilio))
                .Select(e => new ConsentSyncFollowUp(sid, recipient, e.Sequence))
        );
        if (
            events.LastOrDefault(e => e.Type == EventType.OptedOut) is { } optOut
            && HasScheduled(state ?? (await store.ReadAsync(key, cancellation)).State)
        )
        {
            duties.Add(new RecallFollowUp(sid, recipient, optOut.Id));
        }

        foreach (var duty in duties)
        {
            await queue.ScheduleAsync(duty, TimeSpan.Zero, cancellation);
        }
    }

    private static bool HasScheduled(RecipientState state) => state.Brands.Values.Any(b => b.Scheduled is { Count: > 0 });
}

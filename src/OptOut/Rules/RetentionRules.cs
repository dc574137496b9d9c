namespace OptOut;

/// <summary>What is kept, for how long, and what is erased on request (rule 32).</summary>
public static class RetentionRules
{
    /// <summary>
    /// Whether the recipient's history has been quiet for so long that it is purged. Never while an opt-out or a provider block stands.
    /// </summary>
    public static bool IsPurgeable(RecipientState state, IsoDuration retention, DateTimeOffset now) =>
        state.LastSequence > (state.Watermark?.Through ?? 0)
        && state.ChangedAt is { } changed
        && retention.AddTo(changed) <= now
        && state.Hold is null
        && !IsClosed(state);

    /// <summary>
    /// Whether a history with a live suppression has been quiet for so long that its texts are erased. The suppression stays (rule 32). An
    /// erasure ends the
    /// quiet, so each history comes up once a retention.
    /// </summary>
    public static bool IsErasable(RecipientState state, IsoDuration retention, DateTimeOffset now) =>
        state is { Hold: null, ChangedAt: { } changed }
        && retention.AddTo(changed) <= now
        && IsClosed(state)
        && !(state.Erased is { } erased && Ledger.SequenceIn(erased.Event) == state.LastSequence);

    /// <summary>The event of a legal hold that is set or lifted; null where it is as it was.</summary>
    public static LedgerEvent? SetHold(RecipientState state, bool hold, string reason, string actor, DateTimeOffset now) =>
        state.Hold is not null == hold
            ? null
            : new LedgerEvent
            {
                Type = EventType.HoldChanged,
                At = now,
                Source = Sources.Api,
                Hold = hold,
                Text = reason,
                Actor = actor,
            };

    /// <summary>
    /// Whether any opt-out or provider block stands. An account-wide opt-out always counts: it is lifted brand by brand, so it still stands
    /// for every other brand.
    /// </summary>
    public static bool IsClosed(RecipientState state) =>
        state.Suppression is not null
        || state.Suspended is { Count: > 0 }
        || state.Brands.Any(brand =>
            brand.Value.ProviderBlocks.Count > 0
            || Coverage.OfBrand(state, brand.Key) is not null
            || brand.Value.Campaigns.Keys.Any(campaign => Coverage.OfCampaign(state, brand.Key, campaign) is not null)
        );

    /// <summary>The state of a recipient whose history is purged: where the sequence goes on, and the watermark.</summary>
    /// <param name="state">As it was.</param>
    /// <param name="taken">Receipts, of which those of messages are remembered.</param>
    public static RecipientState Purge(RecipientState state, IEnumerable<Receipt> taken)
    {
        var spent = taken
            .Where(r => r.Meaning is not null)
            .OrderByDescending(r => r.At)
            .Select(r => Watermark.HashOf(r.Id))
            .Concat(state.Watermark?.Spent ?? [])
            .Distinct()
            .Take(Watermark.MaxSpent);
        return Ledger.Empty(state.Recipient) with
        {
            LastSequence = state.LastSequence,
            Head = state.Head,
            ChangedAt = state.ChangedAt,
            Watermark = new Watermark(state.ChangedAt!.Value, state.LastSequence, [.. spent], Swept: false),
        };
    }

    /// <summary>
    /// Until when the recipient's history was purged or erased, or the number was somebody else's: a consent of that time may be a replay
    /// of what was purged, or the word of the number's former owner (rules 32, 36).
    /// </summary>
    public static DateTimeOffset? GoneUntil(RecipientState state) =>
        new[] { state.Erased?.At, state.Watermark?.At, state.Reassigned?.At }.Max();

    /// <summary>Whether the message belongs to the history that was purged.</summary>
    public static bool IsGone(RecipientState state, Inbound message) =>
        message.ReceivedAt <= GoneUntil(state) || state.Watermark?.Took(message.MessageSid) == true;

    /// <summary>Whether the receipt belongs to what was purged, and not to something newer.</summary>
    public static bool IsPurged(Receipt receipt, Watermark watermark) =>
        receipt.LastSequence == 0 ? receipt.At <= watermark.At : receipt.LastSequence <= watermark.Through;

    /// <summary>The event that an erasure leaves; null where nothing happened since the last one.</summary>
    public static LedgerEvent? Erase(RecipientState state, string reason, string actor, DateTimeOffset now) =>
        state.LastSequence == 0 || (state.Erased is { } erased && Ledger.SequenceIn(erased.Event) == state.LastSequence)
            ? null
            : new LedgerEvent
            {
                Type = EventType.Erased,
                At = now,
                Source = Sources.Api,
                Text = reason,
                Actor = actor,
            };

    /// <summary>
    /// What remains of an event: its type, times, source and operator; nothing that quotes the person or identifies them elsewhere.
    /// </summary>
    public static LedgerEvent Erase(LedgerEvent e) => HashChain.Erase(e);

    /// <summary>
    /// What remains of a receipt: that the message was taken and what it was answered, so that a redelivery still changes nothing. One
    /// whose confirmation is still owed stays as it is until its fate is known.
    /// </summary>
    public static Receipt Erase(Receipt receipt) =>
        receipt.Confirmation is { IsOpen: true }
            ? receipt
            : receipt with
            {
                FollowUp = null,
                Confirmation = receipt.Confirmation is { } c ? c with { To = "", MessageSid = null, ConversationSid = null } : null,
            };
}

namespace OptOut;

/// <summary>A decision on its way to the store.</summary>
/// <param name="Drafts">The events to write; none and no receipt: nothing is written.</param>
/// <param name="Receipt">The receipt to write. A new one is told the sequences of the events that it is written with.</param>
/// <param name="Replaces">The receipt that it takes the place of; null: it is new.</param>
/// <param name="Reserved">The places held from now on; null: as before.</param>
/// <param name="Recent">The last messages from now on; null: as before.</param>
public sealed record Proposal(
    IReadOnlyList<LedgerEvent> Drafts,
    Receipt? Receipt = null,
    Receipt? Replaces = null,
    IReadOnlyList<Reservation>? Reserved = null,
    IReadOnlyList<RecentMessage>? Recent = null
)
{
    /// <summary>Nothing is to be written.</summary>
    public static readonly Proposal Nothing = new([]);

    /// <summary>The change that it comes to; null when nothing is written.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="before">What was decided on.</param>
    /// <param name="now">The events' <see cref="LedgerEvent.RecordedAt"/>.</param>
    internal Change? Against(RecipientKey key, RecipientRecord before, DateTimeOffset now)
    {
        var (after, events) = Ledger.Append(before.State, key.AccountSid, Drafts, now);
        if (events.IsEmpty && Receipt is null && Reserved is null)
        {
            return null;
        }

        var receipt =
            Receipt is { } made && Replaces is null && !events.IsEmpty
                ? made with
                {
                    FirstSequence = events[0].Sequence,
                    LastSequence = events[^1].Sequence,
                }
                : Receipt;
        return new Change(key, before, after, [.. (Reserved ?? before.Reserved).Where(r => r.Until > now)], events, receipt, Replaces)
        {
            Recent = Recent ?? before.Recent,
        };
    }
}

/// <summary>What was written, and the state after it. When nothing was, the receipt is that of the first time.</summary>
public sealed record Written(RecipientState State, IReadOnlyList<LedgerEvent> Events, Receipt? Receipt);

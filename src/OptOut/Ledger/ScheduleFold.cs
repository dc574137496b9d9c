namespace OptOut;

/// <summary>Which scheduled messages still wait at Twilio (rule 40).</summary>
public static class ScheduleFold
{
    /// <summary>How many are remembered for a brand; of more, the latest.</summary>
    public const int MaxKept = 50;

    /// <summary>One was reported. Of an event that an erasure took the message from, nothing is left to cancel.</summary>
    public static RecipientState Add(RecipientState state, LedgerEvent e) =>
        e is not { Proof.MessageSid: { } messageSid, SendAt: { } sendAt }
            ? state
            : state.With(
                e.Brand!,
                brand =>
                    brand with
                    {
                        Scheduled =
                        [
                            .. (brand.Scheduled ?? [])
                                .Where(m => m.MessageSid != messageSid && m.SendAt.AddDays(1) > e.At)
                                .Append(new ScheduledMessage(messageSid, sendAt, e.Campaign) { Sequence = e.Sequence })
                                .TakeLast(MaxKept),
                        ],
                        Decisions = SendFold.Used(brand, e),
                    }
            );

    /// <summary>One went out, or was recalled.</summary>
    public static RecipientState Remove(RecipientState state, LedgerEvent e) =>
        e.Brand is { } id && state.Brand(id).Scheduled is { } kept && kept.Any(m => m.MessageSid == e.Proof?.MessageSid)
            ? state.With(
                id,
                brand =>
                    brand with
                    {
                        Scheduled = kept.RemoveAll(m => m.MessageSid == e.Proof?.MessageSid) is { Count: > 0 } left ? left : null,
                    }
            )
            : state;
}

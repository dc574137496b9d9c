using System.Collections.Immutable;

namespace OptOut;

/// <summary>How conversations open, are extended and end (rule 20).</summary>
internal static class ConversationFold
{
    /// <summary>
    /// Closed conversations are kept for a while, so that a check can say "closed" rather than "never"; then the oldest go.
    /// </summary>
    private const int MaxKept = 8;

    public static RecipientState Apply(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand =>
            {
                var known = brand.Conversations.GetValueOrDefault(e.Sender!);
                if (e.At <= known?.ClosedAt)
                {
                    // It reached us late: something newer has closed it already.
                    return brand;
                }

                var opened =
                    known?.IsOpen(e.At) != true ? new Conversation(e.At, e.At, e.Until!.Value, e.Id)
                    : e.At < known.At ? known with { OpenedAt = Times.Earlier(known.OpenedAt, e.At) }
                    : known with { At = e.At, Until = Times.Later(known.Until, e.Until!.Value), Event = e.Id };
                opened = opened with
                {
                    MessagingService = e.MessagingService ?? opened.MessagingService,
                    ConversationSid = e.ConversationSid ?? opened.ConversationSid,
                };
                var all = Ledger.Sorted(brand.Conversations).SetItem(e.Sender!, opened);
                return brand with { Conversations = all.Count <= MaxKept ? all : all.Remove(all.MinBy(c => c.Value.At).Key) };
            }
        );

    public static RecipientState ApplyClosing(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand =>
                brand with
                {
                    Conversations = brand.Conversations.ToImmutableSortedDictionary(
                        pair => pair.Key,
                        pair => Closes(e, pair.Key, pair.Value) ? pair.Value.ClosedBy(e.At) : pair.Value,
                        StringComparer.Ordinal
                    ),
                }
        );

    private static bool Closes(LedgerEvent e, string sender, Conversation conversation) =>
        e.ConversationSid is not null ? conversation.ConversationSid == e.ConversationSid : e.Sender is null || e.Sender == sender;
}

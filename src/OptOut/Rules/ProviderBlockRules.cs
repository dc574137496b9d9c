namespace OptOut;

/// <summary>Blocks that Twilio or a carrier keeps per sender, whatever we hold (rule 12).</summary>
public static class ProviderBlockRules
{
    /// <summary>Blocks of the sender in the draft, and of the messaging service it answered for; one that stands already is not repeated.</summary>
    public static IEnumerable<LedgerEvent> Block(RecipientState state, LedgerEvent draft)
    {
        var blocks = state.Brand(draft.Brand!).ProviderBlocks;
        return new[] { draft.Sender, draft.MessagingService }.OfType<string>().Distinct(StringComparer.Ordinal)
            .Where(sender => !blocks.ContainsKey(sender))
            .Select(sender => draft with { Sender = sender, MessagingService = null });
    }

    /// <summary>Error 21610: the provider refused a message created at <paramref name="createdAt"/>; a newer consent by text outranks it.</summary>
    public static Decision Refused(RecipientState state, LedgerEvent draft, DateTimeOffset createdAt) =>
        state.Brand(draft.Brand!).InboundConsentAt > createdAt ? Decision.Nothing : new Decision([.. Block(state, draft with { At = createdAt })]);

    /// <summary>START or UNSTOP reached the sender: its block is over, if it is older, and no opt-out is newer (rule 1).</summary>
    public static IReadOnlyList<LedgerEvent> Unblock(RecipientState state, Inbound message, Classification classified)
    {
        if (!IsOver(message, classified) || OptInRules.IsLate(Coverage.LatestOver(state, message.Brand.Id, null), message))
        {
            return [];
        }

        var blocks = state.Brand(message.Brand.Id).ProviderBlocks;
        return
        [
            .. new[] { message.Sender.Address, message.MessagingService }.OfType<string>().Distinct(StringComparer.Ordinal)
                .Where(sender => blocks.TryGetValue(sender, out var block) && block.At < message.ReceivedAt)
                .Select(sender => message.Event(EventType.ProviderUnblocked) with { Sender = sender, MessagingService = null }),
        ];
    }

    /// <summary>
    /// Only a word that the provider takes for START ends its block: what it does not know, another language's word say, lifts our suppression and leaves the
    /// block. Twilio takes YES for it, the carriers behind toll-free numbers do not (<see cref="ProviderKeywords"/>).
    /// </summary>
    private static bool IsOver(Inbound message, Classification classified) =>
        classified is { AnsweredByProvider: true } or { Keyword: "START" or "UNSTOP" }
        || (classified.Keyword == "YES" && message.Sender.OptOutHandledBy != OptOutHandledBy.Carrier);
}

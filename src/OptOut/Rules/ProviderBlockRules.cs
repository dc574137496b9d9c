namespace OptOut;

/// <summary>Blocks that Twilio or a carrier keeps per sender, whatever we hold (rule 12).</summary>
public static class ProviderBlockRules
{
    /// <summary>
    /// Blocks of the sender in the draft, and of the messaging service it answered for; one that stands already is not repeated.
    /// </summary>
    public static IEnumerable<LedgerEvent> Block(RecipientState state, LedgerEvent draft)
    {
        var blocks = state.Brand(draft.Brand!).ProviderBlocks;
        return new[] { draft.Sender, draft.MessagingService }
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(sender => !blocks.ContainsKey(sender))
            .Select(sender =>
                draft with
                {
                    Sender = sender,
                    MessagingService = sender == draft.MessagingService ? null : draft.MessagingService,
                }
            );
    }

    /// <summary>The provider took the message for an opt-out: from now on it refuses the sender.</summary>
    public static IEnumerable<LedgerEvent> BlockedBy(RecipientState state, Inbound message, DateTimeOffset at) =>
        IsRead(message, KeywordClass.OptOut, KeywordClass.OptOutAll) ? Block(state, message.Event(EventType.ProviderBlocked, at)) : [];

    /// <summary>
    /// A blocking error: the provider refused a message created at <paramref name="createdAt"/>; a newer consent by text outranks it.
    /// </summary>
    public static Decision Refused(RecipientState state, LedgerEvent draft, DateTimeOffset createdAt) =>
        state.Brand(draft.Brand!).InboundConsentAt > createdAt
            ? Decision.Nothing
            : new Decision([.. Block(state, draft with { At = createdAt })]);

    /// <summary>
    /// A word that the provider itself takes for an opt-in reached the sender: its block is over, if it is older, and no opt-out is newer
    /// (rule 1); and with it those of the messaging service, for SMS, MMS and RCS alike. It does not matter what the word does with us.
    /// </summary>
    public static IReadOnlyList<LedgerEvent> Unblock(RecipientState state, Inbound message)
    {
        if (
            !EndsBlock(message)
            || RetentionRules.IsGone(state, message)
            || OptInRules.IsLate(Coverage.LatestOver(state, message.Brand.Id, null), message)
        )
        {
            return [];
        }

        var brand = state.Brand(message.Brand.Id);
        var service = message.MessagingService ?? brand.ServiceOf(message.Sender.Address) ?? message.Sender.Address;
        bool Opens(string sender) =>
            sender == message.Sender.Address
            || sender == message.MessagingService
            || (SenderAddresses.SharesOptOuts(message.Sender.Address) && (sender == service || brand.ServiceOf(sender) == service));
        return
        [
            .. brand
                .ProviderBlocks.Where(b => b.Value.At < message.ReceivedAt && Opens(b.Key))
                .Select(b => message.Event(EventType.ProviderUnblocked) with { Sender = b.Key, MessagingService = null }),
        ];
    }

    /// <summary>
    /// The block that refuses a sender of the brand: its own, or that of the messaging service it is known to answer for; null without one.
    /// </summary>
    public static Mark? Of(BrandState brand, string sender) =>
        brand.ProviderBlocks.GetValueOrDefault(sender)
        ?? (brand.ServiceOf(sender) is { } service ? brand.ProviderBlocks.GetValueOrDefault(service) : null);

    private static bool EndsBlock(Inbound message) =>
        ProviderKeywords.OfType(message.OptOutType) is { } read
            ? read == KeywordClass.OptIn
            : ProviderKeywords.EndsBlock(message.Sender, message.Body);

    private static bool IsRead(Inbound message, params ReadOnlySpan<KeywordClass> classes) =>
        (ProviderKeywords.OfType(message.OptOutType) ?? ProviderKeywords.AnsweredAs(message.Sender.OptOutHandledBy, message.Body))
            is { } read
        && classes.Contains(read);
}

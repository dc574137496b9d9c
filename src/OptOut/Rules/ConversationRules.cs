namespace OptOut;

/// <summary>A conversation that the recipient starts is consent for that conversation only (rule 20).</summary>
public static class ConversationRules
{
    /// <summary>An ordinary message opens a conversation with this sender, or extends it.</summary>
    public static Decision Ordinary(RecipientState state, Inbound message)
    {
        var forward = Forward(message);
        var latest = Coverage.LatestOver(state, message.Brand.Id, null);
        if (OptInRules.IsLate(latest, message))
        {
            return new Decision([OptInRules.Superseded(message, latest!)], forward);
        }

        var opened = message.Event(EventType.ConversationOpened) with
        {
            Basis = Basis.Conversation,
            Until = message.Brand.ConversationWindow.AddTo(message.ReceivedAt),
            ConversationSid = message.ConversationSid,
        };
        return new Decision([opened], forward);
    }

    /// <summary>Passes a message on to the brand's <c>ForwardUrl</c>, if it has one.</summary>
    public static Reply? Forward(Inbound message) => message.Brand.ForwardUrl is { } url ? new Reply(ReplyKind.Forward, url) : null;

    /// <summary>
    /// A Twilio Conversation that was closed or removed ends what it opened, and what the number's own webhook opened without knowing of
    /// it. What is closed already, or was written since, stays as it is.
    /// </summary>
    /// <param name="sender">The brand's side of the Conversation.</param>
    public static Decision Close(RecipientState state, string brand, string conversationSid, DateTimeOffset at, string? sender = null)
    {
        var closed = new LedgerEvent
        {
            Type = EventType.ConversationClosed,
            At = at,
            Brand = brand,
            Source = Sources.Conversations,
        };
        var open = state.Brand(brand).Conversations.Where(c => c.Value.IsOpen(at) && c.Value.At <= at).ToList();
        return new Decision([
            .. open.Exists(c => c.Value.ConversationSid == conversationSid)
                ? [closed with { ConversationSid = conversationSid }]
                : (LedgerEvent[])[],
            .. open.Where(c => c.Key == sender && c.Value.ConversationSid is null)
                .Select(c => closed with { Sender = c.Key, Proof = new Proof(conversationSid) }),
        ]);
    }
}

namespace OptOut;

/// <summary>What a rule decided: what happened, and what to say about it.</summary>
/// <param name="Events">Drafts of ledger events, in order.</param>
/// <param name="Reply">At most one message to the recipient, or the address to pass an ordinary message on to.</param>
public sealed record Decision(IReadOnlyList<LedgerEvent> Events, Reply? Reply = null)
{
    public static readonly Decision Nothing = new([]);
}

/// <summary>The answer to an inbound message.</summary>
public sealed record Reply(ReplyKind Kind, string Text);

/// <summary>What a reply is for.</summary>
public enum ReplyKind
{
    OptOutConfirmation,
    OptInConfirmation,
    OptInRequest,
    Help,

    /// <summary>No message: an ordinary one is passed on to the brand's <c>ForwardUrl</c>.</summary>
    Forward,
}

/// <summary>The one entry to the rules for an inbound message: <c>(state, message) → (events, reply)</c>.</summary>
public static class MessageRules
{
    public static Decision Decide(RecipientState state, Inbound message, Classification classified) => classified.Meaning switch
    {
        // A replay of what was purged or erased opens nothing; a closing message always holds (rules 1, 32).
        Meaning.OptIn or Meaning.Yes or Meaning.Join or Meaning.Ordinary when RetentionRules.IsGone(state, message) =>
            new Decision([message.Event(EventType.Superseded) with { Keyword = classified.Keyword }]),
        Meaning.OptOut => OptOutRules.Decide(state, message, classified, Scope.Brand),
        Meaning.OptOutAll => OptOutRules.Decide(state, message, classified, Scope.Account),
        Meaning.OptIn => OptInRules.Start(state, message, classified),
        Meaning.Yes => OptInRules.Yes(state, message, classified),
        Meaning.Join => OptInRules.Join(state, message, classified),
        Meaning.Help => new Decision([], classified.AnsweredByProvider ? null : new Reply(ReplyKind.Help, message.Brand.HelpText)),
        Meaning.Review => new Decision([message.Event(EventType.ReviewNeeded) with { Text = message.Text }]),
        Meaning.Unheeded => new Decision([], ConversationRules.Forward(message)),
        _ => ConversationRules.Ordinary(state, message),
    };
}

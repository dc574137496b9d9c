namespace OptOut;

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
        Meaning.Nothing => Decision.Nothing,
        Meaning.IgnoredRevocation => new Decision([], ConversationRules.Forward(message)),
        _ => ConversationRules.Ordinary(state, message),
    };
}

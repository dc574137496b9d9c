namespace OptOut;

/// <summary>The one entry to the rules for an inbound message: <c>(state, message) → (events, reply)</c>.</summary>
public static class MessageRules
{
    public static Decision Decide(RecipientState state, Inbound message, Classification classified)
    {
        var decided = Meant(state, message, classified);
        // An opt-out closes, whatever the provider takes it for.
        return
            classified.Meaning is Meaning.OptOut or Meaning.OptOutAll
            || ProviderBlockRules.Unblock(state, message) is not { Count: > 0 } unblocked
            ? decided
            : decided with
            {
                Events = [.. unblocked, .. decided.Events],
            };
    }

    private static Decision Meant(RecipientState state, Inbound message, Classification classified) =>
        classified.Meaning switch
        {
            // A replay of what was purged or erased opens nothing; a closing message always holds (rules 1, 32).
            Meaning.OptIn or Meaning.Yes or Meaning.Join or Meaning.Ordinary when RetentionRules.IsGone(state, message) => new Decision([
                message.Event(EventType.Superseded) with
                {
                    Keyword = classified.Keyword,
                },
            ]),
            Meaning.OptOut => OptOutRules.Decide(state, message, classified, OptOutRules.ScopeOf(message.Account)),
            Meaning.OptOutAll => OptOutRules.Decide(state, message, classified, Scope.Account),
            // Twilio took YES for START, and the recipient meant the double opt-in that waits for it (rules 10, 15).
            Meaning.OptIn
                when message.Brand.Keywords.Match(message.Body)?.Class == KeywordClass.Yes
                    && DoubleOptInRules.Confirm(state, message, classified) is { } confirmed => new Decision(confirmed),
            Meaning.OptIn => OptInRules.Start(state, message, classified),
            Meaning.Yes => OptInRules.Yes(state, message, classified),
            Meaning.Join => OptInRules.Join(state, message, classified),
            Meaning.Help => new Decision(
                [],
                classified.AnsweredByProvider ? null : new Reply(ReplyKind.Help, Wording.Of(state, message, classified).Help)
            ),
            Meaning.Review => ReviewRules.Need(state, message, classified),
            Meaning.Nothing => Decision.Nothing,
            Meaning.IgnoredRevocation => new Decision([], ConversationRules.Forward(message)),
            _ => ConversationRules.Ordinary(state, message),
        };
}

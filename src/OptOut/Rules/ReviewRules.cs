namespace OptOut;

/// <summary>
/// Possible revocations that a person reviews (rules 7, 39): what they hold back, how they end, and when they are overdue.
/// </summary>
public static class ReviewRules
{
    /// <summary>How many of one recipient and brand may wait at once; a further one is taken for an opt-out at once.</summary>
    public const int MaxPending = 8;

    /// <summary>Who decides what nobody decided in time.</summary>
    public const string OverdueActor = "review-within";

    /// <summary>A message is put aside for a person, with the time by which it is to be decided.</summary>
    public static Decision Need(RecipientState state, Inbound message, Classification classified) =>
        state.Brand(message.Brand.Id).Reviews?.Count >= MaxPending
            ? OptOutRules.Decide(state, message, classified, OptOutRules.ScopeOf(message.Account))
            : new Decision([
                message.Event(EventType.ReviewNeeded) with
                {
                    Text = message.Text,
                    Score = classified.Score,
                    Recogniser = classified.Recogniser,
                    DueAt = BusinessDays.After(message.ReceivedAt, message.Brand.ReviewWithin),
                },
            ]);

    /// <summary>Where the event waits; null where it does not, or no more.</summary>
    public static (string Brand, PendingReview Review)? Find(RecipientState state, string eventId)
    {
        foreach (var (brand, held) in state.Brands)
        {
            if (held.Reviews?.Find(review => review.Event == eventId) is { } review)
            {
                return (brand, review);
            }
        }

        return null;
    }

    /// <summary>
    /// The decision, and with <see cref="ReviewDecision.OptOut"/> the opt-out as of the message. No confirmation is sent, since by then the
    /// person would not expect one.
    /// </summary>
    /// <param name="state">The recipient's state.</param>
    /// <param name="needed">The event that waits.</param>
    /// <param name="account">Whose recipient it is: how far an opt-out reaches.</param>
    /// <param name="decision">What it came to.</param>
    /// <param name="reason">Why, in a person's words.</param>
    /// <param name="actor">Who decided.</param>
    /// <param name="source">By which way: the API, or the follow-up of what is overdue.</param>
    /// <param name="now">The time.</param>
    public static Decision Decide(
        RecipientState state,
        LedgerEvent needed,
        Account account,
        ReviewDecision decision,
        string reason,
        string actor,
        string source,
        DateTimeOffset now
    )
    {
        if (Find(state, needed.Id) is null)
        {
            return Decision.Nothing;
        }

        var decided = new LedgerEvent
        {
            Type = EventType.ReviewDecided,
            At = now,
            Brand = needed.Brand,
            Source = source,
            Review = decision,
            About = needed.Id,
            Text = reason,
            Actor = actor,
        };
        return decision == ReviewDecision.Ordinary
            ? new Decision([decided])
            : new Decision([
                decided,
                new LedgerEvent
                {
                    // The recipient's own word, so no operator corrects it.
                    Type = EventType.OptedOut,
                    At = needed.At,
                    Brand = needed.Brand,
                    Scope = OptOutRules.ScopeOf(account),
                    Source = needed.Source,
                    Proof = needed.Proof,
                    Sender = needed.Sender,
                    MessagingService = needed.MessagingService,
                    Text = needed.Text,
                    About = needed.Id,
                    Score = needed.Score,
                    Recogniser = needed.Recogniser,
                },
            ]);
    }
}

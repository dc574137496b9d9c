namespace OptOut;

/// <summary>
/// The answer that a message went out on, as the ledger keeps it with the send: it was given by us, for this message, and in time (rule
/// 33).
/// </summary>
/// <param name="Id">What tells one decision from another: a decision answers for one message only.</param>
/// <param name="Reason">The ground that was found.</param>
/// <param name="Obligations">What the message had to do.</param>
/// <param name="Evidence">The ledger events that the answer rested on.</param>
/// <param name="At">When the question was answered.</param>
/// <param name="ValidUntil">Until when the answer could be used.</param>
public sealed record SentDecision(
    string Id,
    Reason Reason,
    IReadOnlyList<Obligation> Obligations,
    IReadOnlyList<string> Evidence,
    DateTimeOffset At,
    DateTimeOffset ValidUntil
)
{
    /// <summary>The text was looked at, so what it had to show it showed (rule 25).</summary>
    public bool? TextSeen { get; init; }
}

namespace OptOut;

/// <summary>A message that waits for a person to read it (rule 39).</summary>
/// <param name="Event">The ledger event <see cref="EventType.ReviewNeeded"/>.</param>
/// <param name="At">When the message came: a decision takes effect as of then.</param>
/// <param name="Due">Undecided by then, it counts as an opt-out.</param>
public sealed record PendingReview(string Event, DateTimeOffset At, DateTimeOffset Due);

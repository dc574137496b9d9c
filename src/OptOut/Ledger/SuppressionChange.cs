namespace OptOut;

/// <summary>When the answer to "is this suppressed, and since when?" last changed: what a list with <c>since</c> goes by.</summary>
/// <param name="At">When it happened: for a lifting, the time of the consent, opt-in or correction.</param>
/// <param name="RecordedAt">When we wrote it.</param>
public sealed record SuppressionChange(DateTimeOffset At, DateTimeOffset RecordedAt);

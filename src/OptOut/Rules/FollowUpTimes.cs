namespace OptOut;

/// <summary>How long follow-ups wait (ADR 0006). Tests of crashes shorten them.</summary>
public sealed record FollowUpTimes
{
    /// <summary>When a follow-up first comes due: by then the webhook has long answered.</summary>
    public TimeSpan Due { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Between two searches that find nothing, and after a claim: longer than any answer to Twilio can be under way, and than its message
    /// list may lag.
    /// </summary>
    public TimeSpan SearchGap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// So long after our answer left, Twilio has made the message of it, and may be told that the person opted out (rule 40).
    /// </summary>
    public TimeSpan HandedOver { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long handling one may take; a host that dies leaves its follow-ups to others soon after.</summary>
    public TimeSpan HandlingTimeout { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// After this long a confirmation whose fate Twilio cannot tell is given up: sending none is better than sending two (rule 8).
    /// </summary>
    public TimeSpan GiveUp { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Until what only the queue has is tried again while the store is away. It does not grow: an opt-out must hold within a minute of the
    /// store's return, however long that was away.
    /// </summary>
    public TimeSpan StorePause => Due * 0.75;

    /// <summary>How long until the next attempt after <paramref name="attempts"/> failed ones.</summary>
    public TimeSpan Backoff(int attempts) => Times.Doubled(Due, attempts, MaxBackoff);

    /// <summary>More attempts than fit in <see cref="GiveUp"/>: the follow-up is a dead letter.</summary>
    public int MaxAttempts => (int)(GiveUp / MaxBackoff) + 16;
}

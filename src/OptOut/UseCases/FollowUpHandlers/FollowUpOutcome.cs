namespace OptOut;

/// <summary>What became of a follow-up that came due.</summary>
public abstract record FollowUpOutcome
{
    private FollowUpOutcome() { }

    /// <summary>Its duty is done.</summary>
    public static FollowUpOutcome Done { get; } = new Finished();

    /// <summary>Done: it is deleted.</summary>
    public sealed record Finished : FollowUpOutcome;

    /// <summary>It shall come again.</summary>
    /// <param name="After">How long from now.</param>
    /// <param name="Counts">Whether this attempt counts towards the last one; where the store was away it does not.</param>
    public sealed record Retry(TimeSpan After, bool Counts = true) : FollowUpOutcome;

    /// <summary>It shall come again, and was not tried: there was no place for it, or another one's turn.</summary>
    /// <param name="After">How long from now.</param>
    public sealed record Wait(TimeSpan After) : FollowUpOutcome;

    /// <summary>It can never be done, or was tried for a week.</summary>
    /// <param name="Why">The cause, for log and operator: no address and no text of a person's.</param>
    public sealed record DeadLetter(string Why) : FollowUpOutcome;

    /// <summary>Done, or to be tried again after a pause.</summary>
    internal static FollowUpOutcome RetryOrDone(TimeSpan? pause) => pause is { } after ? new Retry(after) : Done;
}

/// <summary>
/// What a follow-up asks for can never be done, such as for an account that is no longer configured: it is a dead letter.
/// </summary>
/// <param name="why">The cause, for log and operator: no address and no text of a person's.</param>
public sealed class NeverPossibleException(string why) : Exception(why);

namespace OptOut;

/// <summary>
/// A durable queue of follow-ups (ADR 0006). Throws <see cref="DependencyUnavailableException"/> when it cannot be reached.
/// </summary>
public interface IFollowUpQueue
{
    /// <summary>Schedules a follow-up and returns a ticket to cancel it with.</summary>
    Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation);

    /// <summary>Cancels by ticket; one that already ran or is gone is no error.</summary>
    Task CancelAsync(string ticket, CancellationToken cancellation);

    /// <summary>Lays a follow-up's body aside, for an operator or the next reconciliation.</summary>
    Task DeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation);

    /// <summary>Are there follow-ups that their handler could not finish and will not try again?</summary>
    Task<bool> HasDeadLettersAsync(CancellationToken cancellation);

    /// <summary>
    /// When the oldest of the first follow-ups that are due and that nobody handles now was to be taken; null when there is none.
    /// </summary>
    Task<DateTimeOffset?> OldestDueAsync(CancellationToken cancellation);

    /// <summary>
    /// Puts dead letters back to be tried again, due at once and with all their attempts before them, and says how many. One call revives a
    /// bounded number: what dies again at once must not keep it busy for ever, and what is left is the next call's.
    /// </summary>
    Task<int> ReviveDeadLettersAsync(CancellationToken cancellation);
}

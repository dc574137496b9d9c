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

    /// <summary>Makes a follow-up's body a dead letter, for an operator or the next reconciliation.</summary>
    Task DeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation);

    /// <summary>Whether there are dead letters: follow-ups that their handler could not finish and that are not tried again.</summary>
    Task<bool> HasDeadLettersAsync(CancellationToken cancellation);

    /// <summary>
    /// When the oldest waiting follow-up came due, of the first ones that are due and not being handled; null when there is none.
    /// </summary>
    Task<DateTimeOffset?> OldestDueAsync(CancellationToken cancellation);

    /// <summary>
    /// Puts dead letters back to be tried again, due at once and with all their attempts before them, and says how many. One call revives a
    /// bounded number, so that letters which fail again at once cannot keep it busy for ever; the next call takes the rest.
    /// </summary>
    Task<int> ReviveDeadLettersAsync(CancellationToken cancellation);
}

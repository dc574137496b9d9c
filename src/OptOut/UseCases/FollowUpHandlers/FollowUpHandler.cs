namespace OptOut;

/// <summary>Handles follow-ups of one kind; see <see cref="FollowUpHandler{T}"/>.</summary>
public abstract class FollowUpHandler
{
    private protected FollowUpHandler() { }

    /// <summary>The record that it handles.</summary>
    internal abstract Type Kind { get; }

    internal abstract Task<FollowUpOutcome> HandleAsync(FollowUp followUp, CancellationToken cancellation);
}

/// <summary>
/// Handles follow-ups of one kind. Handling is idempotent, so a duplicate does no harm. A handler need not catch anything: what is
/// unavailable or times out is retried with backoff, and <see cref="NeverPossibleException"/> makes a dead letter
/// (<see cref="DispatchFollowUp"/>).
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public abstract class FollowUpHandler<T> : FollowUpHandler
    where T : FollowUp
{
    internal sealed override Type Kind => typeof(T);

    /// <summary>Goes as far as it can now.</summary>
    /// <param name="followUp">What came due.</param>
    /// <param name="cancellation">Ends when handling has taken as long as it may.</param>
    protected abstract Task<FollowUpOutcome> HandleAsync(T followUp, CancellationToken cancellation);

    /// <summary>
    /// Writes into the store what only the queue has. Until the store is available it is retried at short intervals and never given up.
    /// </summary>
    private protected static async Task<TWritten> TakeAsync<TWritten>(Func<Task<TWritten>> write)
    {
        try
        {
            return await write();
        }
        catch (DependencyUnavailableException e)
        {
            throw new NotTakenException(e);
        }
    }

    internal sealed override Task<FollowUpOutcome> HandleAsync(FollowUp followUp, CancellationToken cancellation) =>
        HandleAsync((T)followUp, cancellation);
}

/// <summary>The store is unavailable, and what arrived is kept in the queue only.</summary>
internal sealed class NotTakenException(DependencyUnavailableException cause) : Exception(cause.Message, cause);

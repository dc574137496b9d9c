namespace OptOut;

/// <summary>Gives a follow-up that came due to the handler of its kind, and says for every head what is to become of it.</summary>
public sealed class DispatchFollowUp(IEnumerable<FollowUpHandler> handlers, FollowUpTimes times, TimeProvider time)
{
    private readonly Dictionary<Type, FollowUpHandler> handlers = handlers.ToDictionary(handler => handler.Kind);

    /// <summary>Handles it for as long as <see cref="FollowUpTimes.HandlingTimeout"/>.</summary>
    /// <returns>A fault that nobody foresaw is thrown as it is: the queue delivers the follow-up again.</returns>
    public async Task<FollowUpOutcome> HandleAsync(FollowUp followUp)
    {
        if (followUp.Attempts > times.MaxAttempts)
        {
            return new FollowUpOutcome.DeadLetter("It was deferred for too long.");
        }

        using var limit =
            times.HandlingTimeout == Timeout.InfiniteTimeSpan ? null : new CancellationTokenSource(times.HandlingTimeout, time);
        try
        {
            return await handlers[followUp.GetType()].HandleAsync(followUp, limit?.Token ?? CancellationToken.None);
        }
        catch (NeverPossibleException e)
        {
            return new FollowUpOutcome.DeadLetter(e.Message);
        }
        catch (NotTakenException)
        {
            return new FollowUpOutcome.Retry(times.StorePause, Counts: false);
        }
        catch (Exception e)
            when (e is DependencyUnavailableException || (e is OperationCanceledException && limit?.IsCancellationRequested == true))
        {
            return new FollowUpOutcome.Retry(times.Backoff(followUp.Attempts));
        }
    }
}

using Microsoft.Extensions.Hosting;

namespace OptOut.Http;

/// <summary>Every minute turns overdue reviews into opt-outs, and reports to metrics and health how many messages wait (rule 39).</summary>
internal sealed class ReviewClock(ReviewMessages reviews, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private DateTimeOffset? firstDue;

    /// <summary>Nobody decided in time, and it has not become an opt-out yet either. Checks deny all the same.</summary>
    public bool IsOverdue => firstDue <= time.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                (var waiting, firstDue) = await reviews.CloseOverdueAsync(stoppingToken);
                Signals.ReviewsWait(waiting, firstDue is { } due ? due - time.GetUtcNow() : null);
            }
            catch (DependencyUnavailableException)
            {
                // It is tried again in a minute; until then the last known count stays.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        } while (
            await timer
                .WaitForNextTickAsync(stoppingToken)
                .AsTask()
                .ContinueWith(
                    t => t.IsCompletedSuccessfully && t.Result,
                    CancellationToken.None,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default
                )
        );
    }
}

namespace OptOut.LocalHost;

/// <summary>Does something when the host starts and again after each period; what it does throws nothing but the end of waiting.</summary>
internal abstract class PeriodicWorker(TimeSpan period, TimeProvider time) : BackgroundService
{
    protected abstract Task RunAsync(CancellationToken cancellation);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            do
            {
                await RunAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }
}

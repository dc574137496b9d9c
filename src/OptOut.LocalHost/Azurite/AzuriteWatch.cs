namespace OptOut.LocalHost;

/// <summary>
/// Starts Azurite again when it dies under the running host, with growing pauses. Until then the store's health check says so.
/// </summary>
internal sealed partial class AzuriteWatch(AzuriteServer azurite, TimeProvider time, ILogger<AzuriteWatch> log) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = PollInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested || azurite.IsAlive)
            {
                pause = PollInterval;
                continue;
            }
            Died();
            try
            {
                await azurite.RestartAsync(stoppingToken);
                Restarted();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, MaxPause.Ticks));
                NotRestarted(pause, e);
            }
        }
    }

    [LoggerMessage(
        EventId = 5001,
        Level = LogLevel.Error,
        Message = "Azurite has ended by itself; starting it again on its ports and data"
    )]
    private partial void Died();

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Azurite runs again")]
    private partial void Restarted();

    [LoggerMessage(EventId = 5003, Level = LogLevel.Error, Message = "Azurite could not be started again; next try in {Pause}")]
    private partial void NotRestarted(TimeSpan pause, Exception exception);
}

namespace OptOut.LocalHost;

/// <summary>
/// Purges what was kept long enough once a day, first a minute after the start, and whenever <c>POST /local/purge</c> asks for it; the
/// Functions head has a timer for it.
/// </summary>
internal sealed partial class DailyPurge(PurgeRecipients purge, RebuildIndexes indexes, TimeProvider time, ILogger<DailyPurge> log)
    : BackgroundService
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(
                "/local/purge",
                async (PurgeRecipients purge, IHostApplicationLifetime lifetime) =>
                    TypedResults.Json(new { purged = await purge.RunAsync(lifetime.ApplicationStopping) })
            )
            .ExcludeFromDescription();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMinutes(1);
        while (true)
        {
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                var count = await purge.RunAsync(stoppingToken);
                await indexes.RemoveAgedAsync(stoppingToken);
                Purged(count);
            }
            catch (Exception e) when (e is DependencyUnavailableException or OperationCanceledException)
            {
                Deferred();
            }

            pause = TimeSpan.FromDays(1);
        }
    }

    [LoggerMessage(EventId = 5004, Level = LogLevel.Information, Message = "Purged {Count} recipients whose retention is over")]
    private partial void Purged(int count);

    [LoggerMessage(
        EventId = 5005,
        Level = LogLevel.Warning,
        Message = "The store went away during the daily purge; tomorrow's goes on where it stopped"
    )]
    private partial void Deferred();
}

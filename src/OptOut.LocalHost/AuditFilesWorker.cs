namespace OptOut.LocalHost;

/// <summary>
/// Adds missing audit files once an hour, and whenever <c>POST /local/audit-files</c> asks for it; the Functions head has a timer for it.
/// </summary>
internal sealed class AuditFilesWorker(NightlyAudit audit, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(
                "/local/audit-files",
                async (NightlyAudit audit, IHostApplicationLifetime lifetime) =>
                    TypedResults.Text($"{await audit.RunAsync(lifetime.ApplicationStopping)}")
            )
            .ExcludeFromDescription();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                await audit.RunAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }
}

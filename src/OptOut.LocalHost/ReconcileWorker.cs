namespace OptOut.LocalHost;

/// <summary>Reconciles with the simulated Twilio from time to time, and whenever <c>POST /local/reconcile</c> asks for it.</summary>
internal sealed class ReconcileWorker(Reconcile reconcile, ReconcileTimes times, TimeProvider time) : BackgroundService
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(
                "/local/reconcile",
                async (Reconcile reconcile, IHostApplicationLifetime lifetime) =>
                {
                    await reconcile.RunAsync(lifetime.ApplicationStopping);
                    return TypedResults.NoContent();
                }
            )
            .ExcludeFromDescription();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(times.Every, time);
        try
        {
            do
            {
                await reconcile.RunAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }
}

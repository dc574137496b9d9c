namespace OptOut.LocalHost;

/// <summary>Reconciles with the simulated Twilio from time to time, and whenever <c>POST /local/reconcile</c> asks for it.</summary>
internal sealed class ReconcileWorker(Reconcile reconcile, ReconcileTimes times, TimeProvider time) : PeriodicWorker(times.Every, time)
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

    protected override Task RunAsync(CancellationToken cancellation) => reconcile.RunAsync(cancellation);
}

namespace OptOut.LocalHost;

/// <summary>
/// Adds missing audit files once an hour, and whenever <c>POST /local/audit-files</c> asks for it; the Functions head has a timer for it.
/// </summary>
internal sealed class AuditFilesWorker(NightlyAudit audit, TimeProvider time) : PeriodicWorker(TimeSpan.FromHours(1), time)
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost(
                "/local/audit-files",
                async (NightlyAudit audit, IHostApplicationLifetime lifetime) =>
                    TypedResults.Text($"{await audit.RunAsync(lifetime.ApplicationStopping)}")
            )
            .ExcludeFromDescription();

    protected override Task RunAsync(CancellationToken cancellation) => audit.RunAsync(cancellation);
}

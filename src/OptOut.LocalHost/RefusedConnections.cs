using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OptOut.Http;

namespace OptOut.LocalHost;

/// <summary>
/// Says in <c>GET /api/health</c> (<c>connections</c>) that callers were refused within the last minute, because the remaining descriptors
/// are reserved for the host (<see cref="Descriptors"/>). Kestrel counts them.
/// </summary>
internal sealed class RefusedConnections : IHealthCheck, IDisposable
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);
    private readonly TimeProvider time;
    private readonly MeterListener listener = new();
    private long lastAt = long.MinValue;

    public RefusedConnections(TimeProvider time)
    {
        this.time = time;
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument is { Meter.Name: "Microsoft.AspNetCore.Server.Kestrel", Name: "kestrel.rejected_connections" })
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Volatile.Write(ref lastAt, this.time.GetTimestamp()));
        listener.Start();
    }

    /// <summary>From now on; before the server starts.</summary>
    public static void AddTo(IServiceCollection services)
    {
        var refused = new RefusedConnections(TimeProvider.System);
        services.AddSingleton(_ => refused);
        services.AddHealthChecks().AddCheck("connections", refused, null, [HealthServices.Tag]);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var at = Volatile.Read(ref lastAt);
        return Task.FromResult(
            at != long.MinValue && time.GetElapsedTime(at) < Recent ? HealthCheckResult.Degraded("refused") : HealthCheckResult.Healthy()
        );
    }

    public void Dispose() => listener.Dispose();
}

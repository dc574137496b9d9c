using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace OptOut.Http;

/// <summary>The checks behind <c>GET /api/health</c>.</summary>
internal static class HealthServices
{
    /// <summary>Tells ours from those that a head adds for itself.</summary>
    public const string Tag = "optout";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<StorageHealth>("storage", null, [Tag], Timeout)
            .AddCheck<FollowUpHealth>("followUps", null, [Tag], Timeout)
            .AddCheck<LedgerHealth>("ledger", null, [Tag])
            .AddCheck<ReviewHealth>("reviews", null, [Tag])
            .AddCheck<EventHealth>("events", null, [Tag])
            .AddCheck<AuditHealth>("auditFiles", HealthStatus.Degraded, [Tag], Timeout);
        // The answer has the result. A log line for each probe would raise alerts on the log.
        return services.AddLogging(log => log.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
    }
}

/// <summary>Can the store be read?</summary>
internal sealed class StorageHealth(IStorageProbe storage) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await storage.ProbeAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>Can the queue be reached, did nothing die in it, and is nothing left lying there?</summary>
internal sealed class FollowUpHealth(IFollowUpQueue queue, TimeProvider time) : IHealthCheck
{
    /// <summary>
    /// How long a follow-up may be due without being handled. A host that dies while handling one hides it for 10 minutes
    /// (docs/reliability.md); what is later than that and a little more, nobody takes.
    /// </summary>
    public static readonly TimeSpan MaxLateness = TimeSpan.FromMinutes(15);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await queue.HasDeadLettersAsync(cancellationToken) ? HealthCheckResult.Degraded("dead letters")
        : await queue.OldestDueAsync(cancellationToken) < time.GetUtcNow() - MaxLateness ? HealthCheckResult.Degraded("late")
        : HealthCheckResult.Healthy();
}

/// <summary>Was each ledger that this instance read what was written (rule 34)?</summary>
internal sealed class LedgerHealth(VerifiedLedger ledger) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(ledger.HasMetBroken ? HealthCheckResult.Degraded("broken chain") : HealthCheckResult.Healthy());
}

/// <summary>Did somebody decide on each message in time (rule 39)?</summary>
internal sealed class ReviewHealth(ReviewClock reviews) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(reviews.IsOverdue ? HealthCheckResult.Degraded("overdue") : HealthCheckResult.Healthy());
}

/// <summary>Did the broker take the last consent events? Where nobody subscribes it is healthy.</summary>
internal sealed class EventHealth(LastPublication last) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(last.HasFailed ? HealthCheckResult.Degraded("failing") : HealthCheckResult.Healthy());
}

/// <summary>
/// Is last night's audit file there (rule 34)? Where none is kept it is healthy. No opt-out depends on it, so it never takes an instance
/// out of rotation.
/// </summary>
internal sealed class AuditHealth(NightlyAudit audit) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await audit.IsMissingAsync(cancellationToken) ? HealthCheckResult.Degraded("missing") : HealthCheckResult.Healthy();
        }
        catch (DependencyUnavailableException)
        {
            return HealthCheckResult.Degraded("unreachable");
        }
    }
}

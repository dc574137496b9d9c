using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OptOut.Http;

/// <summary>
/// <c>GET /api/health</c>: is everything there that an opt-out needs? ASP.NET Core's health checks, in a form of our own that names no
/// secret and no address. Unhealthy is 503; degraded calls for a person, but the instance can serve, so it stays in rotation with 200.
/// </summary>
internal static class HealthEndpoint
{
    private const string Ok = "ok";

    public static async Task<IResult> Get(HealthCheckService health, Policy policy, CancellationToken cancellation)
    {
        var report = await health.CheckHealthAsync(check => check.Tags.Contains(HealthServices.Tag), cancellation);
        var checks = report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value), StringComparer.Ordinal);
        var (status, code) = report.Status switch
        {
            HealthStatus.Healthy => (Ok, StatusCodes.Status200OK),
            HealthStatus.Degraded => ("degraded", StatusCodes.Status200OK),
            _ => ("unavailable", StatusCodes.Status503ServiceUnavailable),
        };
        return TypedResults.Json(
            new HealthResponse(status, checks, policy.Warnings.Count == 0 ? null : policy.Warnings),
            ApiJson.Written.HealthResponse,
            statusCode: code
        );
    }

    /// <summary>
    /// Only a check's own description is shown: for one that threw or timed out, the framework's would be the exception's message.
    /// </summary>
    private static string Word(HealthReportEntry entry) =>
        entry switch
        {
            { Status: HealthStatus.Healthy } => Ok,
            { Status: HealthStatus.Degraded } => entry.Description ?? "degraded",
            _ => entry.Exception is null ? entry.Description ?? "unreachable" : "unreachable",
        };
}

using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OptOut.Http;

namespace OptOut.LocalHost;

/// <summary>
/// Admits large bodies one after another where memory is small, because the runtime ends a process that runs out of it. A request that
/// waits too long, or runs out of memory all the same, is answered 503. Small bodies (texts, single checks) never wait; imports go to disk
/// first.
/// </summary>
internal sealed class MemoryGuard : IHealthCheck, IAsyncDisposable
{
    /// <summary>A body up to this size never waits: it costs no more than the request itself.</summary>
    private const int SmallBody = 64 * 1024;

    /// <summary>The largest body that is ever in memory as a whole; a body of unknown length counts as one.</summary>
    private const int MaxBody = 4 * 1024 * 1024;

    /// <summary>
    /// Bytes of memory for each byte of body: a body, what is read from it and the answer take some 24 times its bytes, and a fourth of
    /// all memory is for that.
    /// </summary>
    private const int MemoryPerPermit = 4 * 24;

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(10);
    private readonly ConcurrencyLimiter bytes;
    private readonly int permits;

    /// <param name="memory">The bytes that this process may have, such as a container's or <c>DOTNET_GCHeapHardLimit</c>.</param>
    public MemoryGuard(long memory)
    {
        permits = (int)Math.Clamp(memory / MemoryPerPermit, SmallBody, int.MaxValue);
        bytes = new(
            new ConcurrencyLimiterOptions
            {
                PermitLimit = permits,
                QueueLimit = int.MaxValue,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );
    }

    /// <summary><c>memory</c> in <c>GET /api/health</c>.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton(_ => new MemoryGuard(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        services.AddHealthChecks().AddCheck<MemoryGuard>("memory", null, [HealthServices.Tag]);
    }

    /// <summary>Middleware, after authentication: a caller without a key cannot make others wait.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var weight = Weight(context);
        using var timeout = new CancellationTokenSource(WaitTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            using var lease = weight <= SmallBody ? null : await bytes.AcquireAsync((int)Math.Min(weight, permits), either.Token);
            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            await next(context);
        }
        catch (Exception e)
            when ((e is OutOfMemoryException || (e is OperationCanceledException && timeout.IsCancellationRequested))
                && !context.Response.HasStarted
            )
        {
            await Problems.Unavailable().ExecuteAsync(context);
        }
    }

    private static long Weight(HttpContext context)
    {
        if (ApiCaller.Find(context) is null || context.GetEndpoint()?.Metadata.GetMetadata<BulkWork>() is not null)
        {
            return 0;
        }

        var mayHaveBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        return Math.Min(context.Request.ContentLength ?? (mayHaveBody ? MaxBody : 0), MaxBody);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(bytes.GetStatistics()!.CurrentQueuedCount > 0 ? HealthCheckResult.Degraded("short") : HealthCheckResult.Healthy());

    public ValueTask DisposeAsync() => bytes.DisposeAsync();
}

using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OptOut.Http;

namespace OptOut.LocalHost;

/// <summary>
/// Lets large bodies in one after another where memory is small: the runtime ends a process that has none left. Who waits too long is
/// answered 503, and so is whoever finds none all the same; texts and single checks are small and never wait, and imports go to disk first.
/// </summary>
internal sealed class MemoryGuard : IHealthCheck, IAsyncDisposable
{
    /// <summary>What is smaller costs no more than the request itself.</summary>
    private const int Small = 64 * 1024;

    /// <summary>The largest body that is ever in memory as a whole; also what a body of unknown length counts as.</summary>
    private const int Largest = 4 * 1024 * 1024;

    /// <summary>A body, what is read from it and the answer take some twenty times its bytes; a fourth of all memory is for that.</summary>
    private const int Share = 4 * 24;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrencyLimiter bytes;
    private readonly int most;

    /// <param name="memory">The bytes that this process may have, such as a container's or <c>DOTNET_GCHeapHardLimit</c>.</param>
    public MemoryGuard(long memory)
    {
        most = (int)Math.Clamp(memory / Share, Small, int.MaxValue);
        bytes = new(
            new ConcurrencyLimiterOptions
            {
                PermitLimit = most,
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

    /// <summary>Middleware, behind authentication: nobody without a key makes others wait.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var weight = Weight(context);
        using var patience = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            using var lease = weight <= Small ? null : await bytes.AcquireAsync((int)Math.Min(weight, most), either.Token);
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
            await next(context);
        }
        catch (Exception e)
            when ((e is OutOfMemoryException || (e is OperationCanceledException && patience.IsCancellationRequested))
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
        return Math.Min(context.Request.ContentLength ?? (mayHaveBody ? Largest : 0), Largest);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(bytes.GetStatistics()!.CurrentQueuedCount > 0 ? HealthCheckResult.Degraded("short") : HealthCheckResult.Healthy());

    public ValueTask DisposeAsync() => bytes.DisposeAsync();
}

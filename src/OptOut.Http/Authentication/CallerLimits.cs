using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>
/// Holds every key to its <see cref="RateLimits"/>, by ASP.NET Core's rate limiter, whose partitions are the authenticated users.
/// </summary>
internal static class CallerLimits
{
    /// <summary>The <c>Retry-After</c> of a bulk request. How long the account's other bulk requests take is not known.</summary>
    private static readonly TimeSpan BulkRetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The partition of all that is not limited: webhooks, health, documents, and callers without a known key, who are refused anyway.
    /// </summary>
    private static readonly object Unlimited = new();

    public static IServiceCollection AddCallerLimits(this IServiceCollection services, RateLimits limits) =>
        services.AddRateLimiter(options =>
        {
            // The limit of bulk work comes first: a request that it refuses does not count against the key's limit.
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(Bulk(limits), Requests(limits));
            options.OnRejected = RefuseAsync;
        });

    private static PartitionedRateLimiter<HttpContext> Bulk(RateLimits limits) =>
        PartitionedRateLimiter.Create<HttpContext, object>(context =>
            context.GetEndpoint()?.Metadata.GetMetadata<BulkWork>()?.Is(context.Request) == true && ApiCaller.Find(context) is { } caller
                ? RateLimitPartition.GetConcurrencyLimiter<object>(
                    caller.Account.Sid,
                    _ => new ConcurrencyLimiterOptions { PermitLimit = limits.BulkPerAccount }
                )
                : RateLimitPartition.GetNoLimiter(Unlimited)
        );

    private static PartitionedRateLimiter<HttpContext> Requests(RateLimits limits) =>
        PartitionedRateLimiter.Create<HttpContext, object>(context =>
            ApiCaller.Find(context) is { } caller
                ? RateLimitPartition.GetTokenBucketLimiter<object>(
                    caller.Key,
                    _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = limits.Burst,
                        TokensPerPeriod = 1,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1) / limits.PermitsPerSecond,
                    }
                )
                : RateLimitPartition.GetNoLimiter(Unlimited)
        );

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var byRate = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
        var seconds = Math.Max(1, (int)Math.Ceiling((byRate ? wait : BulkRetryAfter).TotalSeconds));
        var headers = rejected.HttpContext.Response.Headers;
        headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        headers.CacheControl = "no-store";
        await Problems
            .TooMany(
                byRate ? "This key makes too many requests." : "Too many imports, whole lists or audits of this account are under way."
            )
            .ExecuteAsync(rejected.HttpContext);
    }
}

/// <summary>Marks endpoints that can be at work for long: how many an account has under way is limited.</summary>
/// <param name="Is">Whether this request is such work.</param>
internal sealed record BulkWork(Func<HttpRequest, bool> Is)
{
    public static readonly BulkWork Always = new(_ => true);

    /// <summary>A list that is asked for whole, not by pages.</summary>
    public static readonly BulkWork WholeList = new(request => MediaTypes.Preferred(request) is MediaTypes.Csv or MediaTypes.Ndjson);
}

using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// How often links may be opened: per address and in total. The limit is against guessing, so an unknown link costs ten times as much
/// as a known one: people who share a carrier's address must not keep each other from opting out.
/// </summary>
internal sealed class LinkLimits : IDisposable
{
    private const int CostOfMiss = 10;

    private readonly TokenBucketRateLimiter total = new(Bucket(burst: 20_000, perSecond: 2_000));

    private readonly PartitionedRateLimiter<string> perAddress = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => Bucket(burst: 600, perSecond: 10))
    );

    /// <summary>Takes a place for one request; false where there is none left.</summary>
    public bool Take(HttpContext context) => Take(context, 1);

    /// <summary>The request led nowhere: it counts for more.</summary>
    public void Missed(HttpContext context) => Take(context, CostOfMiss - 1);

    public void Dispose()
    {
        total.Dispose();
        perAddress.Dispose();
    }

    private bool Take(HttpContext context, int count)
    {
        using var own = perAddress.AttemptAcquire(AddressOf(context), count);
        if (!own.IsAcquired)
        {
            return false;
        }

        using var all = total.AttemptAcquire(count);
        return all.IsAcquired;
    }

    /// <summary>
    /// Who asks. Behind a proxy of ours (an address that is loopback or private) that is the last entry of <c>X-Forwarded-For</c>, which
    /// the proxy wrote. Of IPv6 the first 64 bits count: a household has as many addresses as it likes below them.
    /// </summary>
    private static string AddressOf(HttpContext context)
    {
        var remote = context.Connection.RemoteIpAddress;
        if (remote is null || PrivateAddress.Is(remote))
        {
            var forwarded = context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
            remote = IPEndPoint.TryParse(forwarded, out var endpoint) ? endpoint.Address : remote;
        }

        if (remote is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return remote?.MapToIPv4().ToString() ?? "";
        }

        var bytes = remote.GetAddressBytes();
        return Convert.ToHexString(bytes.AsSpan(0, 8));
    }

    private static TokenBucketRateLimiterOptions Bucket(int burst, int perSecond) =>
        new()
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = true,
        };
}

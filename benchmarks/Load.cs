using System.Diagnostics;

namespace OptOut.Benchmarks;

/// <summary>What a run of requests came to.</summary>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="CpuMicroseconds">The server's processor time a request.</param>
/// <param name="MedianMilliseconds">The median time of a request.</param>
internal sealed record LoadResult(double PerSecond, double CpuMicroseconds, double MedianMilliseconds);

/// <summary>A bounded number of ready-made requests over a number of connections.</summary>
internal static class Load
{
    public static async Task<LoadResult> RunAsync(ServerProcess server, IReadOnlyList<byte[]> requests, int connections)
    {
        var cpu = server.ProcessorTime;
        var times = new double[requests.Count];
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async _ =>
                {
                    using var client = new RawClient();
                    await client.ConnectAsync(server.Address);
                    for (int i; (i = Interlocked.Increment(ref next)) < requests.Count; )
                    {
                        var sent = Stopwatch.GetTimestamp();
                        var (status, body) = await client.SendAsync(requests[i]);
                        times[i] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
                        if (status is < 200 or > 299)
                        {
                            throw new InvalidOperationException(
                                $"The server answered {status}: {System.Text.Encoding.UTF8.GetString(body.Span)[..Math.Min(body.Length, 200)]}"
                            );
                        }
                    }
                })
        );
        var took = Stopwatch.GetElapsedTime(started);
        Array.Sort(times);
        return new(
            requests.Count / took.TotalSeconds,
            (server.ProcessorTime - cpu).TotalMicroseconds / requests.Count,
            times[times.Length / 2]
        );
    }

    /// <summary>Ours and theirs in turn, so that a machine that slows down slows both; the ratios are taken pair by pair.</summary>
    public static async Task<(IReadOnlyList<LoadResult> Ours, IReadOnlyList<LoadResult> Theirs)> PairAsync(
        int rounds,
        Func<int, Task<LoadResult>> ours,
        Func<int, Task<LoadResult>> theirs
    )
    {
        var results = await InTurnAsync(rounds, ours, theirs);
        return (results[0], results[1]);
    }

    /// <summary>The same for any number of sides; the rounds of each.</summary>
    public static async Task<IReadOnlyList<LoadResult>[]> InTurnAsync(int rounds, params Func<int, Task<LoadResult>>[] sides)
    {
        List<LoadResult>[] results = [.. sides.Select(_ => new List<LoadResult>())];
        // Round 0 warms up.
        for (var round = 0; round <= rounds; round++)
        {
            for (var side = 0; side < sides.Length; side++)
            {
                var result = await sides[side](round);
                if (round > 0)
                {
                    results[side].Add(result);
                }
            }
        }

        return results;
    }

    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

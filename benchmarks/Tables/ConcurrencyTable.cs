namespace OptOut.Benchmarks;

/// <summary>
/// STOPs and checks on storage that answers side by side in 5 ms, at 1, 4, 16 and 64 connections: how far they grow, and what each takes
/// of the processor.
/// </summary>
internal static class ConcurrencyTable
{
    private const int People = 1_000;
    private const string Check = "a check";

    public static async Task RunAsync()
    {
        var rounds = Scale.IsSmoke ? 1 : 3;
        await using var storage = await StorageServer.StartAsync();
        var connection = StorageServer.ConnectionString(storage);
        using var data = new TemporaryData();
        var ours = await ServerProcess.LocalHostAsync(data.Path, "--OptOut:Storage", connection);
        await using var served = await ServedSides.StartAsync(ours, connection);
        await Seed.ConsentedAsync(ours, 0, People);
        foreach (var connections in (int[])[1, 4, 16, 64])
        {
            var requests = Scale.IsSmoke ? 50 : 150 + (50 * connections);
            var results = await Load.InTurnAsync(
                rounds,
                [
                    .. served.All.Select(side => new Func<int, Task<LoadResult>>(_ =>
                        Load.RunAsync(side.Server, Webhooks.Stops(requests), connections)
                    )),
                    _ => Load.RunAsync(ours, Checks(requests), connections),
                ]
            );
            Print(connections, [.. served.All.Select(side => $"a STOP, {side.Name}"), Check], results);
        }
    }

    private static byte[][] Checks(int requests) =>
        [.. Enumerable.Range(0, requests).Select(i => Webhooks.Api("GET", Seed.CheckOf(i % People)))];

    private static void Print(int connections, string[] names, IReadOnlyList<LoadResult>[] results)
    {
        var ours = results[0];
        Report.Print(
            $"{connections} at a time, {StorageServer.Latency.TotalMilliseconds} ms a request to storage",
            ["", "requests/s", "server CPU µs a request", "cores that the server took", "median ms"],
            [
                .. names.Select(
                    (name, i) =>
                        (string[])
                            [
                                name,
                                Report.Number(results[i].Select(r => r.PerSecond).Median(), 0),
                                Report.Number(results[i].Select(r => r.CpuMicroseconds).Median(), 0),
                                Report.Number(results[i].Select(r => r.PerSecond * r.CpuMicroseconds / 1e6).Median(), 2),
                                Report.Number(results[i].Select(r => r.MedianMilliseconds).Median(), 1),
                            ]
                ),
                // The first is ours, the last is the check.
                .. Enumerable.Range(1, names.Length - 2).Select(i => Ratios(connections, names[i], ours, results[i])),
            ]
        );
        foreach (var (name, of) in ((string, IReadOnlyList<LoadResult>)[])[("STOP", ours), ("check", results[^1])])
        {
            Figures.Add($"{name}, {connections} at a time, requests/s", Better.Higher, of.Select(r => r.PerSecond));
            Figures.Add($"{name}, {connections} at a time, CPU µs", Better.Lower, of.Select(r => r.CpuMicroseconds));
        }
    }

    private static string[] Ratios(int connections, string name, IReadOnlyList<LoadResult> ours, IReadOnlyList<LoadResult> theirs)
    {
        var rates = ours.Zip(theirs, (a, b) => a.PerSecond / b.PerSecond).ToArray();
        var cpu = ours.Zip(theirs, (a, b) => a.CpuMicroseconds / b.CpuMicroseconds).ToArray();
        Figures.Add($"{connections} at a time, rate ÷ {name}", Better.Higher, rates);
        Figures.Add($"{connections} at a time, CPU ÷ {name}", Better.Lower, cpu);
        return [$"OptOut ÷ {name}", Report.Ratio(rates, 2), Report.Ratio(cpu, 2), "", ""];
    }
}

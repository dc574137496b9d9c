using System.Diagnostics;

namespace OptOut.Benchmarks;

/// <summary>
/// Latency of the webhook's STOP and of a check at fixed rates, as a sender and Twilio see it, with the collector's pauses beside it; and of
/// the STOP while an import or an export runs. On storage that answers side by side in 5 ms: on the emulator one would see its queue.
/// </summary>
internal static class LatencyTable
{
    private const int People = 1_000;
    private const int Connections = 64;

    private static int Rounds => Scale.IsSmoke ? 1 : 3;

    private static TimeSpan Round => TimeSpan.FromSeconds(Scale.IsSmoke ? 2 : 6);

    public static async Task RunAsync()
    {
        await using var storage = await StorageServer.StartAsync();
        using var data = new TemporaryData();
        await using var server = await ServerProcess.LocalHostAsync(data.Path, "--OptOut:Storage", StorageServer.ConnectionString(storage));
        await Seed.ConsentedAsync(server, 0, People);
        List<string[]> rows = [];
        var half = 0.0;
        foreach (var (name, make) in ((string, Func<int, byte[][]>)[])[("STOP", Webhooks.Stops), ("check", Checks)])
        {
            var highest = await HighestAsync(server, make);
            Figures.Add($"{name}, highest rate", Better.Higher, highest);
            foreach (var share in (double[])[0.25, 0.5, 0.75])
            {
                var rate = share * highest.Median();
                var load = await TakeAsync(server, make, rate, Rounds);
                rows.Add(Row($"{name}, {share * 100:0} % of {highest.Median():0}", load));
                Record($"{name} at {share * 100:0} %", load);
                half = name == "STOP" && share == 0.5 ? rate : half;
            }
        }

        Print("Latency at a fixed rate", rows);
        await BesideAsync(server, half);
    }

    /// <summary>In turn, so that a machine that slows down slows all: alone, with an import, with exports.</summary>
    private static async Task BesideAsync(ServerProcess server, double rate)
    {
        var loads = new Loads[] { new(), new(), new() };
        string[] names = ["alone", "while an import of 100 MB runs", "while exports run"];
        var linesPerSecond = new double[3];
        // Round 0 warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < loads.Length; i++)
            {
                await using var work =
                    i == 1 ? await HeavyWork.ImportAsync(server)
                    : i == 2 ? await HeavyWork.ExportAsync(server)
                    : null;
                await Task.Delay(TimeSpan.FromSeconds(1));
                var (from, started) = (work?.Lines ?? 0, Stopwatch.GetTimestamp());
                var taken = await TakeAsync(server, Webhooks.Stops, rate, 1, round);
                if (round > 0)
                {
                    loads[i].Add(taken);
                    linesPerSecond[i] += ((work?.Lines ?? 0) - from) / Stopwatch.GetElapsedTime(started).TotalSeconds / Rounds;
                }
            }

            // What was broken off is let go of.
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        Print(
            "The webhook's STOP at 50 %, and what else runs",
            [.. loads.Select((load, i) => Row(names[i] + (i == 0 ? "" : $", {Report.Number(linesPerSecond[i], 0)} lines a second"), load))]
        );
        for (var i = 1; i < loads.Length; i++)
        {
            var ratios = loads[i].P99.Zip(loads[0].P99, (with, without) => with / without).ToArray();
            Console.WriteLine($"\np99 {names[i]} ÷ alone: {Report.Ratio(ratios, 2)}, goal ≤ 1.5");
            Figures.Add($"STOP at 50 %, p99 {names[i]} ÷ alone", Better.Lower, ratios);
        }
    }

    private static async Task<double[]> HighestAsync(ServerProcess server, Func<int, byte[][]> make)
    {
        var rates = new List<double>();
        var requests = Scale.IsSmoke ? 300 : 3_000;
        // Round 0 warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            var rate = (await Load.RunAsync(server, make(requests), Connections)).PerSecond;
            if (round > 0)
            {
                rates.Add(rate);
            }
        }

        return [.. rates];
    }

    private static async Task<Loads> TakeAsync(ServerProcess server, Func<int, byte[][]> make, double rate, int rounds, int seed = 0)
    {
        var loads = new Loads();
        for (var round = 0; round < rounds; round++)
        {
            var requests = make((int)(rate * Round.TotalSeconds));
            await using var pauses = GcPauses.Of(server);
            var latencies = await OpenLoop.RunAsync(server, requests, rate, seed + round);
            await pauses.StopAsync();
            loads.Add(latencies, pauses.Milliseconds);
        }

        return loads;
    }

    private static byte[][] Checks(int requests) =>
        [.. Enumerable.Range(0, requests).Select(i => Webhooks.Api("GET", Seed.CheckOf(i % People)))];

    private static void Record(string name, Loads load)
    {
        Figures.Add($"{name}, p50 ms", Better.Lower, load.Runs.Select(r => r.At(0.5)));
        Figures.Add($"{name}, p99 ms", Better.Lower, load.P99);
    }

    private static void Print(string title, List<string[]> rows) =>
        Report.Print(
            title,
            [
                $"{Rounds} × {Round.TotalSeconds:0} s",
                "p50 ms",
                "p99 ms (min to max of the rounds)",
                "p99.9 ms",
                "sent late, p99 ms",
                "host CPU µs a request",
                "pauses of the collector",
            ],
            [.. rows]
        );

    private static string[] Row(string name, Loads load)
    {
        double[] all = [.. load.Runs.SelectMany(r => r.Sorted).Order()];
        double[] late = [.. load.Runs.SelectMany(r => r.SentLate).Order()];
        return
        [
            name,
            Report.Number(Latencies.Percentile(all, 0.5), 1),
            $"{Report.Number(Latencies.Percentile(all, 0.99), 1)} ({Report.Number(load.P99.Min(), 1)} to {Report.Number(load.P99.Max(), 1)})",
            Report.Number(Latencies.Percentile(all, 0.999), 1),
            Report.Number(Latencies.Percentile(late, 0.99), 1),
            Report.Number(load.Runs.Select(r => r.CpuMicroseconds).Median(), 0),
            GcPauses.Told(load.Pauses, Round * load.Runs.Count),
        ];
    }

    /// <summary>The rounds of one load.</summary>
    private sealed class Loads
    {
        public List<Latencies> Runs { get; } = [];

        public List<double> Pauses { get; } = [];

        public IEnumerable<double> P99 => Runs.Select(r => r.At(0.99));

        public void Add(Latencies run, IEnumerable<double> pauses)
        {
            Runs.Add(run);
            Pauses.AddRange(pauses);
        }

        public void Add(Loads others)
        {
            Runs.AddRange(others.Runs);
            Pauses.AddRange(others.Pauses);
        }
    }
}

using System.Text.Json;

namespace OptOut.Benchmarks;

/// <summary>A batch of 1,000 checks against one check, over recipients who exist.</summary>
internal static class BatchTable
{
    private const int People = 1_000;
    private const int Rounds = 7;

    public static async Task RunAsync()
    {
        using var data = new TemporaryData();
        await using var ours = await ServerProcess.LocalHostAsync(data.Path);
        await Seed.SuppressedAsync(ours, 0, People);
        await MeasureAsync("Batch of 1,000 checks ÷ one check, on the emulator", ours);

        // The emulator answers one read after another; a batch is made for storage that does not.
        await using var storage = await StorageServer.StartAsync();
        using var other = new TemporaryData();
        await using var behind = await ServerProcess.LocalHostAsync(
            other.Path,
            "--OptOut:Storage",
            StorageServer.ConnectionString(storage)
        );
        await Seed.SuppressedAsync(behind, 0, People);
        await MeasureAsync(
            $"The same on storage that takes {StorageServer.Latency.TotalMilliseconds} ms a request and answers any number side by side",
            behind
        );
    }

    private static async Task MeasureAsync(string title, ServerProcess server)
    {
        byte[][] one = [.. Enumerable.Range(0, 200).Select(i => Webhooks.Api("GET", Seed.CheckOf(i)))];
        byte[][] batch =
        [
            Webhooks.Api(
                "POST",
                "/api/checks",
                JsonSerializer.Serialize(
                    new
                    {
                        checks = Enumerable
                            .Range(0, People)
                            .Select(i => new
                            {
                                recipient = Webhooks.Number(i),
                                brand = "acme",
                                campaign = "reminders",
                            }),
                    }
                )
            ),
        ];
        var (a, b) = await Load.PairAsync(Rounds, _ => Load.RunAsync(server, batch, 1), _ => Load.RunAsync(server, one, 1));
        var ratios = a.Zip(b, (x, y) => x.MedianMilliseconds / y.MedianMilliseconds).ToArray();
        Figures.Add(title, Better.Lower, ratios);
        Report.Print(
            title,
            ["", "median ms"],
            ["a batch of 1,000", Report.Number(a.Select(r => r.MedianMilliseconds).Median(), 1)],
            ["one check", Report.Number(b.Select(r => r.MedianMilliseconds).Median(), 2)],
            ["ratio, median (min to max)", $"{Report.Ratio(ratios, 0)}, goal ≤ 60"]
        );
    }
}

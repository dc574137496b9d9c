namespace OptOut.Benchmarks;

/// <summary>A check's latency with 2,000 and with 200,000 recipients in the table, one check after another.</summary>
internal static class GrowthTable
{
    private const int Checks = 500;
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        await using var few = await ServerProcess.LocalHostAsync(await Seed.DataAsync(Seed.Few));
        await using var many = await ServerProcess.LocalHostAsync(await Seed.DataAsync(Seed.Many));
        await Task.WhenAll(few.SettledAsync(), many.SettledAsync());
        byte[][] Asked(int people) =>
            [.. Enumerable.Range(0, Checks).Select(i => Webhooks.Api("GET", Seed.CheckOf((int)((long)i * people / Checks))))];
        byte[][] ofFew = Asked(Seed.Few),
            ofMany = Asked(Seed.Many);
        var (a, b) = await Load.PairAsync(Rounds, _ => Load.RunAsync(many, ofMany, 1), _ => Load.RunAsync(few, ofFew, 1));
        var ratios = a.Zip(b, (x, y) => x.MedianMilliseconds / y.MedianMilliseconds).ToArray();
        Report.Print(
            "A check's latency, 200,000 ÷ 2,000 recipients",
            ["recipients", "median ms", "host CPU µs a check"],
            Row(Seed.Many, a),
            Row(Seed.Few, b),
            ["ratio, median (min to max)", $"{Report.Ratio(ratios, 2)}, goal ≤ 1.3", ""]
        );

        static string[] Row(int people, IReadOnlyList<LoadResult> runs) =>
            [
                Report.Number(people, 0),
                Report.Number(runs.Select(r => r.MedianMilliseconds).Median(), 2),
                Report.Number(runs.Select(r => r.CpuMicroseconds).Median(), 0),
            ];
    }
}

namespace OptOut.Benchmarks;

/// <summary>A signed STOP with storage, each of a new person, ours and three that others would write, in turn on the same Azurite.</summary>
internal static class StopTable
{
    private const int Connections = 16;

    public static async Task RunAsync()
    {
        var (requests, rounds) = Scale.IsSmoke ? (50, 1) : (1_000, 5);
        using var data = new TemporaryData();
        var ours = await ServerProcess.LocalHostAsync(data.Path);
        var azurite = Emulator.Of(data.Path);
        var emulator = new EmulatorTime(azurite.Pid);
        await using var served = await ServedSides.StartAsync(ours, azurite.ConnectionString());
        var results = await Load.InTurnAsync(
            rounds,
            [
                .. served.All.Select(side => new Func<int, Task<LoadResult>>(_ =>
                {
                    var stops = Webhooks.Stops(requests);
                    return emulator.OfAsync(side.Name, () => Load.RunAsync(side.Server, stops, Connections));
                })),
            ]
        );
        Report.PrintAgainst(
            "Signed STOP, on the emulator",
            [.. served.All.Select((side, i) => (side.Name, results[i]))],
            ["rate ≥ 0.55", "rate ≥ 1.5", "CPU ≤ 1.5"]
        );
        emulator.Print(requests);
    }
}

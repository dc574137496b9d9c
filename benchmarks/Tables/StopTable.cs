namespace OptOut.Benchmarks;

/// <summary>A signed STOP with storage, each of a new person, ours and the peer's on the same Azurite.</summary>
internal static class StopTable
{
    private const int Requests = 1_000;
    private const int Connections = 16;
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        using var data = new TemporaryData();
        await using var ours = await ServerProcess.LocalHostAsync(data.Path);
        var azurite = Emulator.Of(data.Path);
        var emulator = new EmulatorTime(azurite.Pid);
        await using var express = await Peers.ExpressAsync(azurite.ConnectionString());
        byte[][] Stops(int round) =>
            [.. Enumerable.Range(round * Requests, Requests).Select(i => Webhooks.Signed(Webhooks.Number(i), "STOP"))];
        var (a, b) = await Load.PairAsync(
            Rounds,
            round => emulator.OursAsync(() => Load.RunAsync(ours, Stops(round), Connections)),
            round => emulator.TheirsAsync(() => Load.RunAsync(express, Stops(round), Connections))
        );
        Report.PrintPair("Signed STOP ÷ Express + twilio + @azure/data-tables", "OptOut", a, "Express", b, "rate ≥ 0.7, CPU ≤ 0.5");
        emulator.Print(Requests);
    }
}

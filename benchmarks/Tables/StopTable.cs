using System.Text.Json;

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
        using var azurite = AzuriteRecord(data.Path);
        var emulator = new EmulatorTime(azurite.RootElement.GetProperty("pid").GetInt32());
        await using var express = await Peers.ExpressAsync(ConnectionString(azurite));
        byte[][] Stops(int round) => [.. Enumerable.Range(round * Requests, Requests).Select(i => Webhooks.Signed(Webhooks.Number(i), "STOP"))];
        var (a, b) = await Load.PairAsync(Rounds, round => emulator.OursAsync(() => Load.RunAsync(ours, Stops(round), Connections)), round => emulator.TheirsAsync(() => Load.RunAsync(express, Stops(round), Connections)));
        Report.PrintPair("Signed STOP ÷ Express + twilio + @azure/data-tables", "OptOut", a, "Express", b, "rate ≥ 0.7, CPU ≤ 0.5");
        emulator.Print(Requests);
    }

    /// <summary>The Azurite that the local host started on its data directory.</summary>
    private static JsonDocument AzuriteRecord(string data) => JsonDocument.Parse(File.ReadAllText(Path.Combine(data, "azurite.json")));

    private static string ConnectionString(JsonDocument record) =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"TableEndpoint=http://127.0.0.1:{record.RootElement.GetProperty("tablePort").GetInt32()}/devstoreaccount1;";
}

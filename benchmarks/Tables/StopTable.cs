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
        await using var express = await Peers.ExpressAsync(Azurite(data.Path));
        byte[][] Stops(int round) => [.. Enumerable.Range(round * Requests, Requests).Select(i => Webhooks.Signed(Webhooks.Number(i), "STOP"))];
        var (a, b) = await Load.PairAsync(Rounds, round => Load.RunAsync(ours, Stops(round), Connections), round => Load.RunAsync(express, Stops(round), Connections));
        Report.PrintPair("Signed STOP ÷ Express + twilio + @azure/data-tables", "OptOut", a, "Express", b, "rate ≥ 0.7, CPU ≤ 0.5");
    }

    /// <summary>The Azurite that the local host started on its data directory.</summary>
    private static string Azurite(string data)
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(data, "azurite.json")));
        var port = record.RootElement.GetProperty("tablePort").GetInt32();
        return "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
            + $"TableEndpoint=http://127.0.0.1:{port}/devstoreaccount1;";
    }
}

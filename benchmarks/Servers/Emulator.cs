using System.Text.Json;

namespace OptOut.Benchmarks;

/// <summary>The Azurite that a local host started on its data directory, as it recorded itself there.</summary>
internal sealed record Emulator(int Pid, int QueuePort, int TablePort)
{
    public static Emulator Of(string data) =>
        JsonSerializer.Deserialize<Emulator>(File.ReadAllText(Path.Combine(data, "azurite.json")), JsonSerializerOptions.Web)!;

    /// <summary>The connection string of its tables and queues; the account and its key are the emulator's well-known ones.</summary>
    /// <param name="tablePort">Another way to its tables.</param>
    public string ConnectionString(int? tablePort = null) =>
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + $"TableEndpoint=http://127.0.0.1:{tablePort ?? TablePort}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{QueuePort}/devstoreaccount1;";
}

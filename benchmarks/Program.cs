using BenchmarkDotNet.Running;
using OptOut.Benchmarks;

// One command a table: dotnet run -c Release --project benchmarks -- webhook
// What each measures, and the last results: docs/performance.md.
var tables = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["webhook"] = WebhookTable.RunAsync,
    ["stop"] = StopTable.RunAsync,
    ["validation"] = ValidationTable.RunAsync,
    ["batch"] = BatchTable.RunAsync,
    ["export"] = ExportTable.RunAsync,
    ["audit"] = AuditTable.RunAsync,
    ["growth"] = () => GrowthTable.RunAsync(),
    ["gates"] = GateTable.RunAsync,
    ["proof"] = ProofTable.RunAsync,
    ["coldstart"] = () => ColdStartTable.RunAsync(),
    ["recognition"] = () => Task.FromResult(BenchmarkRunner.Run<Recognitions>()),
};

switch (args)
{
    case ["serve-bare"]:
        await BareServer.RunAsync();
        return 0;
    case ["coldstart", var rounds]:
        await ColdStartTable.RunAsync(int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["growth", .. var sizes]:
        await GrowthTable.RunAsync([.. sizes.Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))]);
        return 0;
    case [var name] when tables.TryGetValue(name, out var table):
        await table();
        return 0;
    case ["all"]:
        foreach (var table in tables.Values)
        {
            await table();
        }

        return 0;
    default:
        await Console.Error.WriteLineAsync($"One of: all, {string.Join(", ", tables.Keys)}.");
        return 1;
}

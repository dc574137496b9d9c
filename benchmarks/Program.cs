using BenchmarkDotNet.Running;
using OptOut.Benchmarks;

// One command a table: dotnet run -c Release --project benchmarks -- webhook
// What each measures, and the last results: docs/performance.md.
// --record appends the figures to benchmarks/history.jsonl; --smoke only shows that a table works.
var tables = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["webhook"] = WebhookTable.RunAsync,
    ["stop"] = StopTable.RunAsync,
    ["concurrency"] = ConcurrencyTable.RunAsync,
    ["latency"] = LatencyTable.RunAsync,
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
var record = args.Contains("--record", StringComparer.Ordinal);
Scale.IsSmoke = args.Contains("--smoke", StringComparer.Ordinal);

switch (args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray())
{
    case ["serve-bare"]:
        await BareServer.RunAsync();
        return 0;
    case ["serve-storage"]:
        await StorageServer.RunAsync();
        return 0;
    case ["compare", .. var of]:
        return CompareCommand.Run(of.FirstOrDefault());
    case ["coldstart", var rounds]:
        await ColdStartTable.RunAsync(int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["growth", var first, .. var others]:
        await GrowthTable.RunAsync([
            .. others.Prepend(first).Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
        ]);
        return 0;
    case [var name] when tables.TryGetValue(name, out var table):
        await RunAsync(name, table);
        return 0;
    case ["all"]:
        foreach (var (name, table) in tables)
        {
            await RunAsync(name, table);
        }

        return 0;
    default:
        await Console.Error.WriteLineAsync($"One of: all, compare, {string.Join(", ", tables.Keys)}; with --record or --smoke.");
        return 1;
}

async Task RunAsync(string name, Func<Task> table)
{
    await table();
    await CompareCommand.EndAsync(name, record && !Scale.IsSmoke);
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OptOut.Benchmarks;

/// <summary>The committed history of results: what a run came to beside the last one of the same machine.</summary>
internal static class CompareCommand
{
    private static string FileName => Path.Combine(Peers.Repository(), "benchmarks", "history.jsonl");

    /// <summary>Compares the newest run of each table on this machine, or of one, with the one before it.</summary>
    /// <returns>1 where something got slower.</returns>
    public static int Run(string? table)
    {
        var (history, machine) = (Read(), ThisMachine());
        var newest = history
            .Where(run => run.Machine.IsSame(machine) && (table is null || run.Table == table))
            .GroupBy(run => run.Table, StringComparer.Ordinal)
            .Select(runs => runs.MaxBy(run => run.At)!)
            .ToArray();
        if (newest.Length == 0)
        {
            Console.WriteLine("No run of this machine is recorded: measure one with --record.");
        }

        // All of them are told, not only those up to the first that got slower.
        var slower = Array.ConvertAll(newest, run => Print(history, run));
        return slower.Contains(true) ? 1 : 0;
    }

    /// <summary>The end of a table: compared with the last one recorded, and recorded itself where that is wished.</summary>
    public static async Task EndAsync(string table, bool record)
    {
        var figures = Figures.Take();
        if (figures.Count == 0 || Scale.IsSmoke)
        {
            return;
        }

        var run = new MeasuredRun(TimeProvider.System.GetUtcNow(), await CommitAsync(), ThisMachine(), table, figures);
        Print(Read(), run);
        if (record)
        {
            await File.AppendAllTextAsync(FileName, JsonSerializer.Serialize(run, JsonSerializerOptions.Web) + "\n");
        }
    }

    private static bool Print(IReadOnlyList<MeasuredRun> history, MeasuredRun run)
    {
        if (Comparison.LastBefore(history, run) is not { } before)
        {
            Console.WriteLine($"\n{run.Table}: nothing to compare with, this machine has no earlier run of it.");
            return false;
        }

        var changes = Comparison.Of(before, run);
        Console.WriteLine(
            $"\n{run.Table}: {run.Commit} of {run.At:yyyy-MM-dd HH:mm} against {before.Commit} of {before.At:yyyy-MM-dd HH:mm}, {changes.Count(c => c.Verdict == Verdict.Same)} of {changes.Count} figures within their spread."
                + (run.Machine == before.Machine ? "" : $" It was {before.Machine.Runtime} on {before.Machine.System}.")
        );
        foreach (var change in changes.Where(c => c.Verdict != Verdict.Same).OrderBy(c => c.Verdict))
        {
            Console.WriteLine(
                $"  {(change.Verdict == Verdict.Slower ? "SLOWER" : "faster")}  {change.Name}: {Told(change.Before)} became {Told(change.After)}, {Report.Number(change.Ratio, 2)} of it"
            );
        }

        return changes.Any(c => c.Verdict == Verdict.Slower);

        static string Told(Figure figure) =>
            FormattableString.Invariant($"{figure.Median:0.####} ({figure.Min:0.####} to {figure.Max:0.####})");
    }

    private static List<MeasuredRun> Read() =>
        File.Exists(FileName)
            ? [.. File.ReadLines(FileName).Select(line => JsonSerializer.Deserialize<MeasuredRun>(line, JsonSerializerOptions.Web)!)]
            : [];

    private static async Task<string> CommitAsync()
    {
        var (root, git) = (Peers.Repository(), "git");
        var commit = (await Before.RunAsync(root, git, "rev-parse", "--short=10", "HEAD")).Trim();
        return commit
            + (string.IsNullOrWhiteSpace(await Before.RunAsync(root, git, "status", "--porcelain", "src", "benchmarks/*.cs")) ? "" : "+");
    }

    private static Machine ThisMachine()
    {
        const string Cpu = "/proc/cpuinfo";
        var model = File.Exists(Cpu)
            ? File.ReadLines(Cpu).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[^1].Trim()
            : null;
        return new(
            Environment.ProcessorCount,
            model ?? RuntimeInformation.ProcessArchitecture.ToString(),
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription
        );
    }
}

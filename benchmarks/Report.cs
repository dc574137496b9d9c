using System.Globalization;
using System.Runtime.InteropServices;

namespace OptOut.Benchmarks;

/// <summary>Prints a table as Markdown, ready for docs/performance.md.</summary>
internal static class Report
{
    public static void Print(string title, string[] columns, params string[][] rows)
    {
        Console.WriteLine($"\n### {title}\n\n{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}\n");
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"| {string.Join(" | ", columns.Select(_ => "---"))} |");
        foreach (var row in rows)
        {
            Console.WriteLine($"| {string.Join(" | ", row)} |");
        }
    }

    /// <summary>The rows of a pair: rates, processor time, and the ratio that has a goal.</summary>
    public static void PrintPair(
        string title,
        string ourName,
        IReadOnlyList<LoadResult> ours,
        string theirName,
        IReadOnlyList<LoadResult> theirs,
        string goal
    )
    {
        string[] Row(string name, IReadOnlyList<LoadResult> results) =>
            [
                name,
                Number(results.Select(r => r.PerSecond).Median(), 0),
                Number(results.Select(r => r.CpuMicroseconds).Median(), 0),
                Number(results.Select(r => r.MedianMilliseconds).Median(), 2),
            ];
        var rates = ours.Zip(theirs, (a, b) => a.PerSecond / b.PerSecond).ToArray();
        var cpu = ours.Zip(theirs, (a, b) => a.CpuMicroseconds / b.CpuMicroseconds).ToArray();
        Print(
            title,
            ["", "requests/s", "server CPU µs a request", "median ms"],
            Row(ourName, ours),
            Row(theirName, theirs),
            ["ratio, median (min to max)", Ratio(rates, 2), Ratio(cpu, 2), $"goal: {goal}"]
        );
    }

    /// <summary>The median of a pair's ratios, and between what they lay.</summary>
    public static string Ratio(IReadOnlyCollection<double> ratios, int decimals) =>
        $"{Number(ratios.Median(), decimals)} ({Number(ratios.Min(), decimals)} to {Number(ratios.Max(), decimals)})";

    public static string Number(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
}

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
        Figures.Add($"rate, {ourName} ÷ {theirName}", Better.Higher, rates);
        Figures.Add($"CPU, {ourName} ÷ {theirName}", Better.Lower, cpu);
        Print(
            title,
            ["", "requests/s", "server CPU µs a request", "median ms"],
            Row(ourName, ours),
            Row(theirName, theirs),
            ["ratio, median (min to max)", Ratio(rates, 2), Ratio(cpu, 2), $"goal: {goal}"]
        );
    }

    /// <summary>Ours, and the ratio to each of several others, each with its goal.</summary>
    public static void PrintAgainst(string title, (string Name, IReadOnlyList<LoadResult> Results)[] sides, string[] goals)
    {
        var ours = sides[0].Results;
        List<string[]> rows =
        [
            .. sides.Select(side =>
                (string[])
                    [
                        side.Name,
                        Number(side.Results.Select(r => r.PerSecond).Median(), 0),
                        Number(side.Results.Select(r => r.CpuMicroseconds).Median(), 0),
                        Number(side.Results.Select(r => r.MedianMilliseconds).Median(), 2),
                    ]
            ),
        ];
        for (var i = 1; i < sides.Length; i++)
        {
            var rates = ours.Zip(sides[i].Results, (a, b) => a.PerSecond / b.PerSecond).ToArray();
            var cpu = ours.Zip(sides[i].Results, (a, b) => a.CpuMicroseconds / b.CpuMicroseconds).ToArray();
            Figures.Add($"rate ÷ {sides[i].Name}", Better.Higher, rates);
            Figures.Add($"CPU ÷ {sides[i].Name}", Better.Lower, cpu);
            rows.Add([$"÷ {sides[i].Name}", Ratio(rates, 2), Ratio(cpu, 2), $"goal: {goals[i - 1]}"]);
        }

        Figures.Add("requests/s", Better.Higher, ours.Select(r => r.PerSecond));
        Figures.Add("CPU µs", Better.Lower, ours.Select(r => r.CpuMicroseconds));
        Print(title, ["", "requests/s", "server CPU µs a request", "median ms"], [.. rows]);
    }

    /// <summary>The median of a pair's ratios, and between what they lay.</summary>
    public static string Ratio(IReadOnlyCollection<double> ratios, int decimals) =>
        $"{Number(ratios.Median(), decimals)} ({Number(ratios.Min(), decimals)} to {Number(ratios.Max(), decimals)})";

    public static string Number(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
}

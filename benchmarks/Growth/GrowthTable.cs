using System.Diagnostics;
using System.Globalization;

namespace OptOut.Benchmarks;

/// <summary>
/// What takes how long, and how much memory the host holds at its peak meanwhile, with 2,000, with 20,000 and with 300,000 recipients.
/// Every size has a host of its own, and an emulator that never writes its file anew.
/// </summary>
internal static class GrowthTable
{
    private const int Most = 300_000;

    public static async Task RunAsync(params int[] sizes)
    {
        sizes = sizes is [] ? [Seed.Few, Seed.Some, Most] : sizes;
        var runs = new List<(int People, GrowthOutcome Run)>();
        foreach (var people in sizes)
        {
            var started = Stopwatch.GetTimestamp();
            runs.Add((people, await GrowthRun.OfAsync(people)));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{people} recipients: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, emulator's file {runs[^1].Run.FileBytes / 1e6:F0} MB, read in {runs[^1].Run.Loading:F0} s"
                )
            );
        }

        foreach (var (people, run) in runs)
        {
            foreach (var step in run.Steps)
            {
                Figures.Add(string.Create(CultureInfo.InvariantCulture, $"{step.Name}, {people}, ms"), Better.Lower, [step.Milliseconds]);
            }
        }

        Report.Print(
            "Growth: milliseconds, and the host's memory at its peak",
            ["", .. runs.SelectMany(r => (string[])[$"{Report.Number(r.People, 0)}: ms", "result", "MB"]), "time, greatest ÷ middle"],
            [
                .. runs[0]
                    .Run.Steps.Select(
                        (step, i) =>
                            (string[])
                                [
                                    step.Name,
                                    .. runs.SelectMany(r => Cells(r.Run.Steps[i])),
                                    Report.Number(
                                        runs[^1].Run.Steps[i].Milliseconds / runs[^Math.Min(2, runs.Count)].Run.Steps[i].Milliseconds,
                                        1
                                    ),
                                ]
                    ),
            ]
        );

        static string[] Cells(GrowthStep step) =>
            [
                Report.Number(step.Milliseconds, step.Milliseconds < 100 ? 1 : 0),
                Report.Number(step.Result, 0),
                Report.Number(step.Peak / 1e6, 0),
            ];
    }
}

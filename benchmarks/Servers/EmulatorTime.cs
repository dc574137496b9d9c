using System.Diagnostics;

namespace OptOut.Benchmarks;

/// <summary>
/// The emulator's processor time for either side. It is one thread, so this time bounds the rate of both, however little their own
/// processes do.
/// </summary>
internal sealed class EmulatorTime(int processId)
{
    private readonly List<double> ours = [];
    private readonly List<double> theirs = [];

    public Task<LoadResult> OursAsync(Func<Task<LoadResult>> run) => TakeAsync(run, ours);

    public Task<LoadResult> TheirsAsync(Func<Task<LoadResult>> run) => TakeAsync(run, theirs);

    /// <param name="requests">How many requests a run has.</param>
    public void Print(int requests)
    {
        // The first round warms up.
        var (a, b) = (ours.Skip(1).Median() / requests, theirs.Skip(1).Median() / requests);
        Report.Print(
            "The emulator's part of it",
            ["", "emulator CPU µs a request"],
            ["OptOut", Report.Number(a, 0)],
            ["Express", Report.Number(b, 0)],
            ["ratio", Report.Number(a / b, 2)]
        );
    }

    private async Task<LoadResult> TakeAsync(Func<Task<LoadResult>> run, List<double> times)
    {
        var before = Now();
        var result = await run();
        times.Add((Now() - before).TotalMicroseconds);
        return result;
    }

    private TimeSpan Now()
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }
}

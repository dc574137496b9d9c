using System.Diagnostics;

namespace OptOut.Benchmarks;

/// <summary>
/// The emulator's processor time for each side. It is one thread, so this time bounds the rate of all, however little their own processes
/// do.
/// </summary>
internal sealed class EmulatorTime(int processId)
{
    private readonly Dictionary<string, List<double>> times = new(StringComparer.Ordinal);

    /// <summary>Runs what a side does and notes what the emulator took for it.</summary>
    public async Task<LoadResult> OfAsync(string side, Func<Task<LoadResult>> run)
    {
        var before = Now();
        var result = await run();
        (times.TryGetValue(side, out var ofSide) ? ofSide : times[side] = []).Add((Now() - before).TotalMicroseconds);
        return result;
    }

    /// <param name="requests">How many requests a run has.</param>
    public void Print(int requests) =>
        Report.Print(
            "The emulator's part of it",
            ["", "emulator CPU µs a request"],
            // The first round warms up.
            [.. times.Select(side => (string[])[side.Key, Report.Number(side.Value.Skip(1).Median() / requests, 0)])]
        );

    private TimeSpan Now()
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }
}

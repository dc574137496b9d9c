using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace OptOut.SimulationTests;

/// <summary>
/// The real use cases under thousands of seeded histories of crashes, lost answers, redeliveries and two hosts on one store (rules 8, 9). A
/// seed that fails is printed with all that happened; <c>OPTOUT_SIMULATION_SEED</c> runs that one alone, <c>OPTOUT_SIMULATION_SEEDS</c>
/// says how many others.
/// </summary>
public class ScheduleTests
{
    private const int DefaultSeeds = 20_000;

    /// <summary>A planted bug that takes more than these would go unnoticed in practice too.</summary>
    private const int SeedsForAFlaw = 20_000;

    [Fact]
    public void Whatever_crashes_nothing_acknowledged_is_lost_and_nothing_is_confirmed_twice()
    {
        var failed = Setting("OPTOUT_SIMULATION_SEED") is { } only
            ? Failing([only])
            : Failing(Enumerable.Range(1, Setting("OPTOUT_SIMULATION_SEEDS") ?? DefaultSeeds));
        Assert.True(failed is null, failed is { } seed ? Report(seed) : "");
    }

    [Fact]
    public void A_seed_repeats_itself_to_the_letter()
    {
        foreach (var seed in Enumerable.Range(1, 50))
        {
            Assert.Equal(Schedule.Run(seed, traced: true).Trace, Schedule.Run(seed, traced: true).Trace);
        }
    }

    [Theory]
    [InlineData(nameof(Flaw.ClaimWithoutETag), "times.")]
    [InlineData(nameof(Flaw.LostUpdate), "has the number")]
    [InlineData(nameof(Flaw.SearchesInABreath), "times.")]
    [InlineData(nameof(Flaw.FailedSearchIsEmpty), "times.")]
    [InlineData(nameof(Flaw.UnknownIsNotTaken), "times.")]
    [InlineData(nameof(Flaw.RouteKept), "times.")]
    [InlineData(nameof(Flaw.CancelledBeforePublished), "never published")]
    [InlineData(nameof(Flaw.CommittedBeforeScheduled), "")]
    [InlineData(nameof(Flaw.DeletedBeforeHandled), "")]
    [InlineData(nameof(Flaw.HiddenTooLong), "too late")]
    public void A_planted_bug_is_found(string planted, string breaks)
    {
        var flaw = Enum.Parse<Flaw>(planted);
        Assert.NotNull(Failing(Enumerable.Range(1, SeedsForAFlaw), flaw, breaks));
    }

    /// <summary>A seed whose run breaks a promise in these words; null when none does.</summary>
    private static int? Failing(IEnumerable<int> seeds, Flaw flaw = Flaw.None, string breaks = "")
    {
        var failed = new ConcurrentBag<int>();
        Parallel.ForEach(
            seeds,
            (seed, loop) =>
            {
                if (Schedule.Run(seed, flaw).Broken.Any(b => b.Contains(breaks, StringComparison.Ordinal)))
                {
                    failed.Add(seed);
                    loop.Stop();
                }
            }
        );
        return failed.IsEmpty ? null : failed.Min();
    }

    private static string Report(int seed)
    {
        var (broken, trace) = Schedule.Run(seed, traced: true);
        var report = new StringBuilder().Append(CultureInfo.InvariantCulture, $"OPTOUT_SIMULATION_SEED={seed} breaks a promise:\n");
        report.AppendJoin('\n', broken).Append('\n').AppendJoin('\n', trace);
        return report.ToString();
    }

    internal static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}

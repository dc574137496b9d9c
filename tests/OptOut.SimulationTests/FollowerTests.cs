namespace OptOut.SimulationTests;

/// <summary>
/// Whoever goes on from each list's <c>asOf</c> is shown every opt-out, on any number of hosts: thousands of seeded histories of skewed
/// clocks, slow commits and stopped processes. <c>OPTOUT_SIMULATION_SEED</c> and <c>OPTOUT_SIMULATION_SEEDS</c> as for
/// <see cref="ScheduleTests"/>.
/// </summary>
public class FollowerTests
{
    private const int DefaultSeeds = 2_000,
        SeedsForAFlaw = 2_000;

    /// <summary>How much two clocks may differ: each is off by half of it at most.</summary>
    private static readonly double Skew = RecipientChanges.ClockTolerance.TotalSeconds / 2;

    [Fact]
    public void A_follower_misses_nobody_with_clocks_within_the_bound_and_commits_as_slow_as_they_may_be()
    {
        var seeds = ScheduleTests.Setting("OPTOUT_SIMULATION_SEED") is { } only
            ? [only]
            : Enumerable.Range(1, ScheduleTests.Setting("OPTOUT_SIMULATION_SEEDS") ?? DefaultSeeds);
        Parallel.ForEach(
            seeds,
            seed =>
                Assert.True(
                    Followed.Run(seed, Skew).Missed is [],
                    $"OPTOUT_SIMULATION_SEED={seed}: {string.Join('\n', Followed.Run(seed, Skew, traced: true).Trace)}"
                )
        );
    }

    [Fact]
    public void The_bug_of_old_that_takes_a_host_s_own_clock_for_the_others_is_found() =>
        Assert.Contains(Enumerable.Range(1, SeedsForAFlaw), seed => Followed.Run(seed, Skew, asOfNow: true).Missed is not []);

    [Fact]
    public void Clocks_beyond_the_bound_are_found() =>
        Assert.Contains(Enumerable.Range(1, SeedsForAFlaw), seed => Followed.Run(seed, Skew * 8).Missed is not []);

    [Fact]
    public void A_seed_repeats_itself_to_the_letter() =>
        Assert.All(
            Enumerable.Range(1, 20),
            seed => Assert.Equal(Followed.Run(seed, Skew, traced: true).Trace, Followed.Run(seed, Skew, traced: true).Trace)
        );
}

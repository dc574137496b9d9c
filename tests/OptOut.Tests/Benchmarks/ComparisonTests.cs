using OptOut.Benchmarks;

namespace OptOut.Tests;

/// <summary>What the benchmarks call slower: more than their rounds differ by, on the same machine.</summary>
public sealed class ComparisonTests
{
    private static readonly Machine Ours = new(2, "A processor", ".NET 10.0.12", "Linux 6.1");

    [Theory]
    // better, before (median, min, max), after (median, min, max)
    [InlineData(Better.Lower, 10, 9, 11, 12.5, 12, 13, Verdict.Slower)]
    [InlineData(Better.Lower, 10, 9, 11, 8, 7.5, 8.5, Verdict.Faster)]
    [InlineData(Better.Higher, 10, 9, 11, 12.5, 12, 13, Verdict.Faster)]
    [InlineData(Better.Higher, 10, 9, 11, 8, 7.5, 8.5, Verdict.Slower)]
    // The spreads overlap: a machine that was busy for a round made neither.
    [InlineData(Better.Lower, 10, 9, 13, 12.5, 12, 14, Verdict.Same)]
    [InlineData(Better.Lower, 10, 9, 11, 20, 11, 30, Verdict.Same)]
    // Apart, yet by less than a twentieth.
    [InlineData(Better.Lower, 10, 9.99, 10.01, 10.4, 10.3, 10.5, Verdict.Same)]
    public void A_figure_is_slower_where_the_spreads_lie_apart(
        Better better,
        double median,
        double min,
        double max,
        double medianAfter,
        double minAfter,
        double maxAfter,
        Verdict verdict
    )
    {
        var change = Assert.Single(
            Comparison.Of(Run(1, new Figure(better, 5, median, min, max)), Run(2, new Figure(better, 5, medianAfter, minAfter, maxAfter)))
        );
        Assert.Equal(verdict, change.Verdict);
        Assert.Equal(medianAfter / median, change.Ratio);
    }

    [Theory]
    [InlineData(1, 12, Verdict.Same)]
    [InlineData(1, 13, Verdict.Slower)]
    [InlineData(3, 12, Verdict.Slower)]
    public void Of_few_rounds_the_spread_is_not_known_so_more_is_asked(int rounds, double after, Verdict verdict) =>
        Assert.Equal(
            verdict,
            Comparison
                .Of(Run(1, new Figure(Better.Lower, rounds, 10, 10, 10)), Run(2, new Figure(Better.Lower, 5, after, after, after)))
                .Single()
                .Verdict
        );

    [Fact]
    public void A_figure_that_only_one_run_has_is_not_compared()
    {
        var before = Run(1) with { Figures = new Dictionary<string, Figure>(StringComparer.Ordinal) };
        Assert.Empty(Comparison.Of(before, Run(2)));
        Assert.Empty(Comparison.Of(Run(1), before));
    }

    [Fact]
    public void A_run_is_compared_with_the_last_one_of_its_table_and_machine()
    {
        var expected = Run(2);
        var run = Run(5) with { Machine = Ours with { Runtime = ".NET 11.0.0" } };
        MeasuredRun[] history =
        [
            expected,
            Run(1),
            Run(3) with
            {
                Table = "another",
            },
            Run(4) with
            {
                Machine = Ours with { Cores = 4 },
            },
            Run(4) with
            {
                Machine = Ours with { Processor = "Another processor" },
            },
            run,
            Run(6),
        ];
        Assert.Equal(expected, Comparison.LastBefore(history, run));
        Assert.Null(Comparison.LastBefore(history, Run(1)));
    }

    private static MeasuredRun Run(int day, Figure? figure = null) =>
        new(
            new DateTimeOffset(2026, 11, day, 12, 0, 0, TimeSpan.Zero),
            "c0ffee",
            Ours,
            "stop",
            new Dictionary<string, Figure>(StringComparer.Ordinal) { ["p99 ms"] = figure ?? new Figure(Better.Lower, 5, 1, 1, 1) }
        );
}

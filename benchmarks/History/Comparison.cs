namespace OptOut.Benchmarks;

/// <summary>What became of a figure.</summary>
public enum Verdict
{
    Same,
    Slower,
    Faster,
}

/// <summary>A figure in two runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Before">In the earlier run.</param>
/// <param name="After">In the later one.</param>
/// <param name="Verdict">What became of it.</param>
public sealed record FigureChange(string Name, Figure Before, Figure After, Verdict Verdict)
{
    /// <summary>The later median in the earlier one's.</summary>
    public double Ratio => After.Median / Before.Median;
}

/// <summary>
/// Compares a run with an earlier one of the same table and machine. A figure is slower, or faster, only where the spreads of its rounds
/// do not overlap and the medians lie further apart than <see cref="Tolerance"/>: what the rounds of one run differ by says nothing.
/// </summary>
public static class Comparison
{
    /// <summary>By what share medians may differ.</summary>
    public const double Tolerance = 0.05;

    /// <summary>The same where either was measured in fewer than three rounds: its spread is not known.</summary>
    public const double ToleranceOfFewRounds = 0.25;

    /// <summary>The last run before this one of the same table on the same machine; null where there is none.</summary>
    public static MeasuredRun? LastBefore(IEnumerable<MeasuredRun> history, MeasuredRun run) =>
        history.Where(other => other.Table == run.Table && other.Machine.IsSame(run.Machine) && other.At < run.At).MaxBy(other => other.At);

    /// <summary>Of each figure that both have.</summary>
    public static IReadOnlyList<FigureChange> Of(MeasuredRun before, MeasuredRun after) =>
        [
            .. after
                .Figures.Where(figure => before.Figures.ContainsKey(figure.Key))
                .Select(figure =>
                {
                    var old = before.Figures[figure.Key];
                    return new FigureChange(figure.Key, old, figure.Value, Judge(old, figure.Value));
                }),
        ];

    private static Verdict Judge(Figure before, Figure after)
    {
        var tolerance = Math.Min(before.Rounds, after.Rounds) < 3 ? ToleranceOfFewRounds : Tolerance;
        var moved = Math.Abs(after.Median - before.Median) > tolerance * Math.Abs(before.Median);
        return moved && after.Min > before.Max
            ? after.Better == Better.Lower
                ? Verdict.Slower
                : Verdict.Faster
            : moved && after.Max < before.Min
                ? after.Better == Better.Lower
                    ? Verdict.Faster
                    : Verdict.Slower
                : Verdict.Same;
    }
}

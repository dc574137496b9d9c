using System.Diagnostics;
using System.Globalization;

namespace OptOut.IntegrationTests;

/// <summary>How long operations took at the beginning of a run and at its end: what grows with a ledger's length shows here.</summary>
internal static class Pace
{
    private const int Parts = 5;

    /// <summary>A line a kind of operation: the mean of each fifth of the run in milliseconds.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<Operation> operations)
    {
        if (operations.Count == 0)
        {
            yield break;
        }

        var (first, last) = (operations.Min(o => o.Began), operations.Max(o => o.Ended) + 1);
        yield return $"all: {Stopwatch.GetElapsedTime(first, last).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s";
        foreach (var kind in operations.GroupBy(o => o.Kind, StringComparer.Ordinal).OrderBy(k => k.Key, StringComparer.Ordinal))
        {
            var parts = kind.ToLookup(o => (o.Began - first) * Parts / (last - first));
            yield return $"{kind.Key}: "
                + string.Join(
                    ", ",
                    Enumerable
                        .Range(0, Parts)
                        .Select(n =>
                            parts[n].Any()
                                ? $"{parts[n].Average(o => Stopwatch.GetElapsedTime(o.Began, o.Ended).TotalMilliseconds).ToString("F0", CultureInfo.InvariantCulture)} ms ({parts[n].Count()})"
                                : "-"
                        )
                );
        }
    }
}

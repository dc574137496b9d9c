namespace OptOut.Benchmarks;

/// <summary>The figures of the table that is being measured.</summary>
internal static class Figures
{
    private static readonly Dictionary<string, Figure> OfTable = new(StringComparer.Ordinal);

    /// <param name="name">What it is, with its unit; the same in every run.</param>
    /// <param name="better">Which way it improves.</param>
    /// <param name="rounds">What each round came to.</param>
    public static void Add(string name, Better better, IEnumerable<double> rounds)
    {
        var sorted = rounds.Order().ToArray();
        OfTable[name] = new(better, sorted.Length, Rounded(sorted.Median()), Rounded(sorted[0]), Rounded(sorted[^1]));
    }

    /// <summary>All of the table; the next one begins.</summary>
    public static IReadOnlyDictionary<string, Figure> Take()
    {
        var taken = new SortedDictionary<string, Figure>(OfTable, StringComparer.Ordinal);
        OfTable.Clear();
        return taken;
    }

    /// <summary>Four digits: more would be noise in a file that people read.</summary>
    private static double Rounded(double value) =>
        value == 0 ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 10));
}

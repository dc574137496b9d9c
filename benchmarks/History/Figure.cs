using System.Text.Json.Serialization;

namespace OptOut.Benchmarks;

/// <summary>Which way a figure improves.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Better>))]
public enum Better
{
    Lower,
    Higher,
}

/// <summary>A figure as a run measured it.</summary>
/// <param name="Better">Which way it improves.</param>
/// <param name="Rounds">In how many rounds it was measured.</param>
/// <param name="Median">The median of them.</param>
/// <param name="Min">The lowest.</param>
/// <param name="Max">The highest.</param>
public sealed record Figure(Better Better, int Rounds, double Median, double Min, double Max);

/// <summary>What it was measured on. Cores and processor make it the same machine; the others are told where they differ.</summary>
public sealed record Machine(int Cores, string Processor, string Runtime, string System)
{
    public bool IsSame(Machine other) => Cores == other.Cores && string.Equals(Processor, other.Processor, StringComparison.Ordinal);
}

/// <summary>One run of one table: a line of <c>benchmarks/history.jsonl</c>.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Commit">What was measured, with a plus where files differed from that commit.</param>
/// <param name="Machine">On what.</param>
/// <param name="Table">Its command.</param>
/// <param name="Figures">By name.</param>
public sealed record MeasuredRun(
    DateTimeOffset At,
    string Commit,
    Machine Machine,
    string Table,
    IReadOnlyDictionary<string, Figure> Figures
);

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OptOut.Benchmarks;

/// <summary>A filter of the form that the app uses: comparisons joined by "and".</summary>
internal sealed partial class TableFilter
{
    private readonly List<(string Name, string Operator, object Value)> terms = [];

    /// <param name="text">As <c>$filter</c> has it; empty takes all.</param>
    /// <exception cref="NotSupportedException">It is of another form.</exception>
    public TableFilter(string text)
    {
        var end = 0;
        foreach (Match term in Term().Matches(text))
        {
            if (text[end..term.Index] is not ("" or " and "))
            {
                throw new NotSupportedException("This filter is not understood: " + text);
            }

            end = term.Index + term.Length;
            terms.Add((term.Groups["name"].Value, term.Groups["operator"].Value, Value(term.Groups["value"].Value)));
        }

        if (end != text.Length)
        {
            throw new NotSupportedException("This filter is not understood: " + text);
        }
    }

    /// <summary>No row before this partition is taken.</summary>
    public string FirstPartition => Bound(["ge", "gt", "eq"]) ?? "";

    /// <summary>No row after it.</summary>
    public string LastPartition => Bound(["le", "lt", "eq"]) ?? "\uffff";

    public bool Takes(MemoryRow row)
    {
        JsonDocument? json = null;
        try
        {
            return terms.TrueForAll(term =>
                Holds(
                    term.Operator,
                    term.Name switch
                    {
                        "PartitionKey" => string.CompareOrdinal(row.Partition, (string)term.Value),
                        "RowKey" => string.CompareOrdinal(row.Key, (string)term.Value),
                        "Timestamp" => row.At.CompareTo((DateTimeOffset)term.Value),
                        _ => Compare((json ??= JsonDocument.Parse(row.Json)).RootElement, term.Name, term.Value),
                    }
                )
            );
        }
        finally
        {
            json?.Dispose();
        }
    }

    private string? Bound(string[] operators) =>
        terms.Find(t => t.Name == "PartitionKey" && operators.Contains(t.Operator, StringComparer.Ordinal)).Value as string;

    /// <summary>Null where the row has no such column.</summary>
    private static int? Compare(JsonElement row, string name, object value) =>
        !row.TryGetProperty(name, out var column) || column.ValueKind == JsonValueKind.Null ? null
        : value is bool flag ? column.GetBoolean().CompareTo(flag)
        : value is DateTimeOffset time ? column.GetDateTimeOffset().CompareTo(time)
        : string.CompareOrdinal(column.GetString(), (string)value);

    private static bool Holds(string comparison, int? order) =>
        order is { } o
        && comparison switch
        {
            "eq" => o == 0,
            "ne" => o != 0,
            "ge" => o >= 0,
            "gt" => o > 0,
            "le" => o <= 0,
            _ => o < 0,
        };

    private static object Value(string literal) =>
        literal is "true" or "false" ? literal == "true"
        : literal.StartsWith("datetime'", StringComparison.Ordinal)
            ? DateTimeOffset.Parse(literal["datetime'".Length..^1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : literal[1..^1].Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex(
        "(?<name>\\w+) (?<operator>eq|ne|ge|gt|le|lt) (?<value>(?:datetime)?'(?:[^']|'')*'|true|false)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Term();
}

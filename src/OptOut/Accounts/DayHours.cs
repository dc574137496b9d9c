using System.Globalization;

namespace OptOut;

/// <summary>Hours of a day by a person's own clock, from one to another, which is not included.</summary>
/// <param name="From">Minutes since midnight.</param>
/// <param name="To">Minutes since midnight, at most 1,440.</param>
public sealed record DayHours(int From, int To)
{
    /// <summary>What is in both; null where nothing is.</summary>
    public DayHours? And(DayHours? other) =>
        other is null ? this
        : Math.Max(From, other.From) is var from && Math.Min(To, other.To) is var to && from < to ? new(from, to)
        : null;

    /// <summary>Reads <c>8-20</c> or <c>08:30-20:00</c>; null for what is none.</summary>
    public static DayHours? Parse(string text) =>
        text.Split('-', StringSplitOptions.TrimEntries) is [var from, var to] && Minutes(from) is { } a && Minutes(to) is { } b && a < b
            ? new(a, b)
            : null;

    private static int? Minutes(string text)
    {
        var parts = text.Split(':');
        return
            parts.Length <= 2
            && Number(parts[0], 24) is { } hours
            && (parts.Length == 1 ? 0 : Number(parts[1], 59)) is { } minutes
            && (hours * 60) + minutes <= 1440
            ? (hours * 60) + minutes
            : null;
    }

    private static int? Number(string text, int max) =>
        text.Length <= 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : null;
}

namespace OptOut;

/// <summary>How much happened on one UTC day, hour by hour: the sum of the day's entries, and nothing else.</summary>
/// <param name="Day">The day by which the events were written.</param>
/// <param name="Figures">One for each kind of event, way, campaign and keyword that occurred.</param>
public sealed record DayFigures(DateOnly Day, IReadOnlyList<DayFigure> Figures)
{
    /// <summary>More kinds than this are summed up without their keyword, so that a day always fits its row.</summary>
    private const int MaxFigures = 250;

    /// <summary>Adds up the entries of one day; in whatever order they come, the figures are the same.</summary>
    public static DayFigures Of(DateOnly day, IEnumerable<ActivityEntry> entries)
    {
        var all = entries.ToList();
        var figures = Sum(all, keyword: true);
        return new DayFigures(day, figures.Count <= MaxFigures ? figures : Sum(all, keyword: false));
    }

    /// <summary>The same with the sends that were counted apart from the entries, those of several instances added up.</summary>
    public DayFigures With(IEnumerable<DayFigures> sends)
    {
        DayFigure[] counted =
        [
            .. sends
                .SelectMany(tally => tally.Figures)
                .GroupBy(f => (f.Source, f.Campaign))
                .OrderBy(g => g.Key.Source, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Campaign, StringComparer.Ordinal)
                .Select(g => new DayFigure(
                    EventType.SendRecorded,
                    g.Key.Source,
                    g.Key.Campaign,
                    null,
                    null,
                    [.. Enumerable.Range(0, 24).Select(hour => g.Sum(f => f.Hours[hour]))]
                )),
        ];
        return counted.Length == 0 ? this : this with { Figures = [.. Figures, .. counted] };
    }

    /// <summary>The day that an event is counted on.</summary>
    public static DateOnly DayOf(DateTimeOffset recordedAt) => DateOnly.FromDateTime(recordedAt.UtcDateTime);

    /// <summary>When a day begins.</summary>
    public static DateTimeOffset Begin(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static List<DayFigure> Sum(List<ActivityEntry> entries, bool keyword) =>
        [
            .. entries
                .GroupBy(e => (e.Type, e.Source, e.Campaign, Keyword: keyword ? e.Keyword : null, e.Violation))
                .OrderBy(g => g.Key.Type)
                .ThenBy(g => g.Key.Source, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Campaign, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Keyword, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Violation, StringComparer.Ordinal)
                .Select(g => new DayFigure(g.Key.Type, g.Key.Source, g.Key.Campaign, g.Key.Keyword, g.Key.Violation, Hours(g))),
        ];

    private static int[] Hours(IEnumerable<ActivityEntry> entries)
    {
        var hours = new int[24];
        foreach (var entry in entries)
        {
            hours[entry.RecordedAt.UtcDateTime.Hour]++;
        }

        return hours;
    }
}

/// <summary>How often one kind of event occurred on a day.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Source">By which way (<see cref="Sources"/>).</param>
/// <param name="Campaign">The campaign, where the event has one.</param>
/// <param name="Keyword">The canonical keyword, where one was texted.</param>
/// <param name="Violation">Of a send that was not allowed: why.</param>
/// <param name="Hours">How often in each of the 24 hours, in UTC.</param>
public sealed record DayFigure(
    EventType Type,
    string Source,
    string? Campaign,
    string? Keyword,
    string? Violation,
    IReadOnlyList<int> Hours
);

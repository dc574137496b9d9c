namespace OptOut;

/// <summary>How many allowed sends were recorded on one day, by way, campaign and hour; grows while the day lasts.</summary>
public sealed class DayTally
{
    private readonly Dictionary<(string Source, string? Campaign), int[]> hours = [];

    /// <summary>Whether it is a send that was allowed. One that was not is copied like every published event.</summary>
    public static bool Counts(LedgerEvent e) => e is { Type: EventType.SendRecorded, Brand: not null, IsPublished: false };

    /// <summary>One more.</summary>
    public void Add(LedgerEvent send)
    {
        var key = (send.Source, send.Campaign);
        if (!hours.TryGetValue(key, out var counts))
        {
            hours[key] = counts = new int[24];
        }

        counts[send.RecordedAt.UtcDateTime.Hour]++;
    }

    /// <summary>As a day's figures are kept.</summary>
    public DayFigures Figures(DateOnly day) =>
        new(
            day,
            [
                .. hours
                    .OrderBy(h => h.Key.Source, StringComparer.Ordinal)
                    .ThenBy(h => h.Key.Campaign, StringComparer.Ordinal)
                    .Select(h => new DayFigure(EventType.SendRecorded, h.Key.Source, h.Key.Campaign, null, null, [.. h.Value])),
            ]
        );
}

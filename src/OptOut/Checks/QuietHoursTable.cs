using System.Collections.Frozen;
using NodaTime;

namespace OptOut;

/// <summary>The file <c>quiet-hours.json</c>; what its fields mean stands in its head.</summary>
internal sealed record QuietHoursFile(string About, IReadOnlyList<QuietHoursRow> Rows, IReadOnlyList<HolidayRow> Calendars);

internal sealed record QuietHoursRow(string Regions, string Hours, string? Sundays, string? Holidays, string? Calendar, string Source);

internal sealed record HolidayRow(string Name, string Fixed, string Easter, string Source, string? Weekdays = null);

/// <summary>Between which hours a marketing message may arrive somewhere.</summary>
internal sealed class WakingHours(DayHours hours, DayHours? sundays, DayHours? holidayHours, Holidays? holidays)
{
    /// <summary>The hours of a day; null where it has none.</summary>
    public DayHours? On(LocalDate date, DayHours? tightened)
    {
        var open =
            holidays?.Has(date) == true ? holidayHours
            : date.DayOfWeek == IsoDayOfWeek.Sunday ? sundays
            : hours;
        return open?.And(tightened);
    }
}

/// <summary>The waking hours by region.</summary>
internal static class QuietHoursTable
{
    private const string Elsewhere = "*",
        Never = "none";
    private static readonly Lazy<FrozenDictionary<string, WakingHours>> Rows = new(Read);

    public static WakingHours Of(NumberRegion region) =>
        region.Subdivision is { } part && Rows.Value.TryGetValue(part, out var ofPart) ? ofPart
        : region.Country is { } country && Rows.Value.TryGetValue(country, out var ofCountry) ? ofCountry
        : Rows.Value[Elsewhere];

    private static FrozenDictionary<string, WakingHours> Read()
    {
        var file = DataFile.Read<QuietHoursFile>("quiet-hours.json");
        var calendars = file.Calendars.ToDictionary(
            c => c.Name,
            c => Holidays.From(c.Fixed, c.Easter, c.Weekdays ?? ""),
            StringComparer.Ordinal
        );
        return file
            .Rows.SelectMany(row => row.Regions.Split(' ').Select(region => (region, hours: Hours(row, calendars))))
            .ToFrozenDictionary(e => e.region, e => e.hours, StringComparer.Ordinal);
    }

    private static WakingHours Hours(QuietHoursRow row, Dictionary<string, Holidays> calendars)
    {
        var usual = DayHours.Parse(row.Hours) ?? throw new InvalidDataException($"quiet-hours.json: {row.Hours} are no hours.");
        return new(usual, Day(row.Sundays, usual), Day(row.Holidays, usual), row.Calendar is null ? null : calendars[row.Calendar]);
    }

    private static DayHours? Day(string? text, DayHours usual) =>
        text switch
        {
            null => usual,
            Never => null,
            _ => DayHours.Parse(text) ?? throw new InvalidDataException($"quiet-hours.json: {text} are no hours."),
        };
}

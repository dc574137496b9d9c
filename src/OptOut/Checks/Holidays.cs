using System.Collections.Frozen;
using System.Globalization;
using NodaTime;

namespace OptOut;

/// <summary>
/// Public holidays: days of the calendar, days counted from Easter Sunday, and days such as the fourth Thursday of November.
/// </summary>
internal sealed class Holidays(
    FrozenSet<AnnualDate> days,
    FrozenSet<int> afterEaster,
    FrozenSet<(int Month, int Which, int DayOfWeek)> weekdays
)
{
    private const int Last = 5;

    /// <summary>Of lists as the data files write them: <c>05-01 12-25</c>, <c>-2 1 39</c>, <c>11-4-4</c>.</summary>
    public static Holidays From(string days, string afterEaster, string weekdays) =>
        new(
            Words(days).Select(day => new AnnualDate(Number(day[..2]), Number(day[3..]))).ToFrozenSet(),
            Words(afterEaster).Select(Number).ToFrozenSet(),
            Words(weekdays).Select(day => (Number(day[..2]), Number(day[3..4]), Number(day[5..]))).ToFrozenSet()
        );

    public bool Has(LocalDate date) =>
        days.Contains(new AnnualDate(date.Month, date.Day))
        || afterEaster.Contains(Period.DaysBetween(Easter(date.Year), date))
        || weekdays.Contains((date.Month, ((date.Day - 1) / 7) + 1, (int)date.DayOfWeek))
        || (date.PlusDays(7).Month != date.Month && weekdays.Contains((date.Month, Last, (int)date.DayOfWeek)));

    /// <summary>Easter Sunday of the Gregorian calendar (J. Meeus, Astronomical Algorithms, chapter 8).</summary>
    internal static LocalDate Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var n = h + l - (7 * ((a + (11 * h) + (22 * l)) / 451)) + 114;
        return new LocalDate(year, n / 31, (n % 31) + 1);
    }

    private static string[] Words(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}

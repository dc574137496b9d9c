namespace OptOut;

/// <summary>
/// Business days as 47 CFR 64.1200(a)(10) counts them: Monday to Friday. Holidays are not left out, so that what is due is never due too
/// late.
/// </summary>
public static class BusinessDays
{
    /// <summary>When a duration of whole days has passed in business days; any other duration is taken as it is.</summary>
    public static DateTimeOffset After(DateTimeOffset from, IsoDuration duration)
    {
        if (duration.Months > 0 || duration.Time.Ticks % TimeSpan.TicksPerDay != 0)
        {
            return duration.AddTo(from);
        }

        var day = from;
        for (var left = duration.Time.Days; left > 0; left -= IsBusinessDay(day) ? 1 : 0)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private static bool IsBusinessDay(DateTimeOffset day) => day.UtcDateTime.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OptOut;

/// <summary>
/// A length of time as ISO 8601 writes it: <c>P30D</c>, <c>PT24H</c>, <c>P5Y</c>, <c>P1M</c>, <c>P2W</c>, <c>P1Y2M10DT2H30M</c>.
/// Always longer than nothing. Years and months follow the calendar, days and times are exact (all our times are UTC).
/// </summary>
/// <remarks>Capital letters and whole numbers only, seconds may have a fraction. Weeks stand alone (ISO 8601-1:2019, 5.5.2).</remarks>
public sealed partial record IsoDuration
{
    private const int MaxYears = 1000;
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(366 * MaxYears);

    private IsoDuration(int months, TimeSpan time) => (Months, Time) = (months, time);

    /// <summary>Years and months, in months.</summary>
    public int Months { get; }

    /// <summary>Weeks, days and the time of day, which are exact in UTC.</summary>
    public TimeSpan Time { get; }

    /// <summary>Exact days.</summary>
    public static IsoDuration FromDays(int days) => From(0, TimeSpan.FromDays(days));

    /// <summary>Exact hours.</summary>
    public static IsoDuration FromHours(int hours) => From(0, TimeSpan.FromHours(hours));

    /// <summary>Exact minutes.</summary>
    public static IsoDuration FromMinutes(int minutes) => From(0, TimeSpan.FromMinutes(minutes));

    /// <summary>Calendar years.</summary>
    public static IsoDuration FromYears(int years) => From(years * 12, TimeSpan.Zero);

    /// <summary>Reads a duration; <paramref name="error"/> says what is wrong with it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IsoDuration? duration, [NotNullWhen(false)] out string? error)
    {
        duration = null;
        error = null;
        var match = Pattern().Match(text ?? "");
        if (!match.Success || text!.EndsWith('P') || text.EndsWith('T'))
        {
            error = "A duration is written as in ISO 8601: P30D, PT24H, P5Y.";
            return false;
        }

        // The pattern bounds each part to nine digits, so nothing here overflows.
        var months = (Part("y") * 12) + Part("m");
        var seconds = ((Part("w") * 7) + Part("d")) * 86_400 + (Part("h") * 3_600) + (Part("min") * 60) + Part("s");
        var fraction = match.Groups["f"].Value.PadRight(7, '0');
        if (months > MaxYears * 12 || seconds > MaxTime.TotalSeconds)
        {
            error = $"A duration is at most {MaxYears} years.";
            return false;
        }

        var time = TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(long.Parse(fraction, CultureInfo.InvariantCulture));
        if (months == 0 && time == TimeSpan.Zero)
        {
            error = "A duration must be longer than nothing.";
            return false;
        }

        duration = new IsoDuration((int)months, time);
        return true;

        long Part(string name) => match.Groups[name] is { Success: true } group ? long.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Reads a duration that we wrote ourselves.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IsoDuration Parse(string text) =>
        TryParse(text, out var duration, out var error) ? duration : throw new FormatException(error);

    /// <summary>
    /// The moment this long after <paramref name="start"/>: months first (31 January and P1M is the end of February), then days and
    /// time. Beyond what a date can hold it stays at the last one.
    /// </summary>
    public DateTimeOffset AddTo(DateTimeOffset start)
    {
        var utc = start.UtcDateTime;
        var last = DateTime.MaxValue;
        if (Months > ((last.Year - utc.Year) * 12) + last.Month - utc.Month)
        {
            return DateTimeOffset.MaxValue;
        }

        var moved = utc.AddMonths(Months);
        return last - moved < Time ? DateTimeOffset.MaxValue : new DateTimeOffset(moved + Time, TimeSpan.Zero);
    }

    /// <summary>The moment this long before <paramref name="end"/>; before what a date can hold it stays at the first one.</summary>
    public DateTimeOffset SubtractFrom(DateTimeOffset end)
    {
        var utc = end.UtcDateTime;
        if (Months > ((utc.Year - 1) * 12) + utc.Month - 1)
        {
            return DateTimeOffset.MinValue;
        }

        var moved = utc.AddMonths(-Months);
        return moved - DateTime.MinValue < Time ? DateTimeOffset.MinValue : new DateTimeOffset(moved - Time, TimeSpan.Zero);
    }

    /// <summary>The duration in ISO 8601, which reads back as the same value.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("P");
        Append(Months / 12, 'Y');
        Append(Months % 12, 'M');

        // Up to two days are written in hours (PT24H), more in days (P30D); both are read back as the same value.
        var days = Time > TimeSpan.FromDays(2) ? Time.Days : 0;
        Append(days, 'D');
        var rest = Time - TimeSpan.FromDays(days);
        if (rest > TimeSpan.Zero)
        {
            text.Append('T');
            Append((long)rest.TotalHours, 'H');
            Append(rest.Minutes, 'M');
            var ticks = rest.Ticks % TimeSpan.TicksPerSecond;
            if (ticks != 0)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{rest.Seconds}.{ticks.ToString("D7", CultureInfo.InvariantCulture).TrimEnd('0')}S"
                );
            }
            else
            {
                Append(rest.Seconds, 'S');
            }
        }

        return text.ToString();

        void Append(long value, char unit)
        {
            if (value != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{value}{unit}");
            }
        }
    }

    private static IsoDuration From(int months, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(months);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfZero(months + time.Ticks, nameof(time));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, MaxYears * 12);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, MaxTime);
        return new IsoDuration(months, time);
    }

    [GeneratedRegex(
        """\AP(?:(?<w>[0-9]{1,9})W|(?:(?<y>[0-9]{1,9})Y)?(?:(?<m>[0-9]{1,9})M)?(?:(?<d>[0-9]{1,9})D)?(?:T(?:(?<h>[0-9]{1,9})H)?(?:(?<min>[0-9]{1,9})M)?(?:(?<s>[0-9]{1,9})(?:\.(?<f>[0-9]{1,7}))?S)?)?)\z""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: Timeout.Infinite
    )]
    private static partial Regex Pattern();
}

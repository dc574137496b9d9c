using System.Collections.Frozen;
using System.Globalization;

namespace OptOut.Http;

/// <summary>How other vendors' lists write times, and whether somebody opted out.</summary>
internal static class VendorValues
{
    private static readonly string[] Clear =
    [
        "yyyy-MM-dd",
        "yyyy/MM/dd",
        "yyyyMMdd",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy/MM/dd HH:mm",
        "yyyy/MM/dd HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss zzz",
        "yyyy-MM-dd HH:mm:sszzz",
        "yyyy-MM-dd HH:mm:ss 'UTC'",
        "yyyy-MM-dd HH:mm:ss'Z'",
        "yyyy-MM-ddTHH:mm:ss",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mm",
        "R",
        "ddd, d MMM yyyy HH:mm:ss zzz",
        "d MMM yyyy",
        "d MMM yyyy HH:mm",
        "d MMM yyyy HH:mm:ss",
        "MMM d, yyyy",
        "MMM d, yyyy h:mm tt",
        "MMMM d, yyyy",
        "d MMMM yyyy",
        "d.M.yyyy",
        "d.M.yyyy HH:mm",
        "d.M.yyyy HH:mm:ss",
    ];

    private static readonly string[] Clocks = ["", " H:mm", " H:mm:ss", " h:mm tt", " h:mm:ss tt"];

    private static readonly FrozenDictionary<string, bool> Words = new Dictionary<string, bool>(StringComparer.Ordinal)
    {
        ["true"] = true,
        ["yes"] = true,
        ["y"] = true,
        ["1"] = true,
        ["optedout"] = true,
        ["optout"] = true,
        ["unsubscribed"] = true,
        ["stop"] = true,
        ["stopped"] = true,
        ["blocked"] = true,
        ["blacklisted"] = true,
        ["blocklisted"] = true,
        ["suppressed"] = true,
        ["dnd"] = true,
        ["inactive"] = true,
        ["optedoutall"] = true,
        ["false"] = false,
        ["no"] = false,
        ["n"] = false,
        ["0"] = false,
        ["subscribed"] = false,
        ["optedin"] = false,
        ["optin"] = false,
        ["active"] = false,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// A time as our own lists write it, or as others do; in UTC where no zone is said. Where day and month could be either, the later day
    /// counts: in doubt an opt-out is not older than a consent.
    /// </summary>
    public static DateTimeOffset? Time(string field, string? value, FieldErrors errors)
    {
        if (value is null || UtcTime.Parse(value) is not null)
        {
            return errors.Time(field, value);
        }

        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (DateTimeOffset.TryParseExact(value, Clear, CultureInfo.InvariantCulture, Style, out var clear))
        {
            return NotTooEarly(clear);
        }

        var either = Clocks
            .SelectMany(clock => new[] { "M/d/yyyy" + clock, "d/M/yyyy" + clock })
            .Select(form =>
                DateTimeOffset.TryParseExact(value, form, CultureInfo.InvariantCulture, Style, out var found)
                    ? found
                    : (DateTimeOffset?)null
            )
            .Max();
        errors.Check(either is not null, field, UtcTime.Form);
        return NotTooEarly(either);
    }

    /// <summary>Whether the line says that somebody opted out.</summary>
    public static bool? Suppressed(string field, string? value, FieldErrors errors)
    {
        if (value is null)
        {
            return null;
        }

        var known = Words.TryGetValue(
            string.Concat(value.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)),
            out var suppressed
        );
        errors.Check(known, field, "is true or false, or a word such as unsubscribed or subscribed.");
        return known ? suppressed : null;
    }

    /// <summary>A time before 1970 is moved to 1970, since stores have no dates of the first centuries.</summary>
    public static DateTimeOffset? NotTooEarly(DateTimeOffset? time) => time < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : time;
}

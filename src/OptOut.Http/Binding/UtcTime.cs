using System.Globalization;
using System.Text.RegularExpressions;

namespace OptOut.Http;

/// <summary>Times outside JSON: in queries and in CSV. ISO 8601 with a zone; one without would be guessed, so it is none.</summary>
internal static partial class UtcTime
{
    public const string Form = "is an ISO 8601 time with a zone, such as 2026-01-31T12:00:00Z.";

    public static DateTimeOffset? Parse(string text)
    {
        // An unescaped + in a query arrives as a space; nothing else has one there.
        var time = text.Replace(' ', '+');
        return
            Pattern.IsMatch(time)
            && DateTimeOffset.TryParse(
                time,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var found
            )
            ? found
            : null;
    }

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Pattern { get; }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptOut.Azure;

/// <summary>
/// The keys of the rows behind overviews and searches (docs/storage.md). Days and times stand inverted, so that the newest come first.
/// </summary>
internal static class IndexKeys
{
    private const int LastDay = 99999999;

    /// <summary>A brand's entries of one day.</summary>
    public static string Activity(string accountSid, string brand, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{accountSid}!a|{TableKeys.Encode(brand)}|{LastDay - Number(day):D8}");

    /// <summary>An entry's row; unique over the whole table, as its event's id is.</summary>
    public static string Entry(DateTimeOffset recordedAt, string eventId) =>
        string.Create(CultureInfo.InvariantCulture, $"{Time(recordedAt)}|{eventId}");

    /// <summary>The beginning of the rows of a time; what was written later sorts before it.</summary>
    public static string Time(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"a|{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:D19}");

    /// <summary>A brand's sends that were not allowed, of all days.</summary>
    public static string Violations(string accountSid, string brand) => $"{accountSid}!v|{TableKeys.Encode(brand)}";

    /// <summary>The row of an entry's copy among them, by its position among all.</summary>
    public static string Violation(string position) => "v" + position[1..];

    /// <summary>The position again.</summary>
    public static string Position(string violation) => "a" + violation[1..];

    /// <summary>A brand's sums of days.</summary>
    public static string Days(string accountSid, string brand) => $"{accountSid}!d|{TableKeys.Encode(brand)}";

    /// <summary>The sum of one day.</summary>
    public static string Day(string brand, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"d|{TableKeys.Encode(brand)}|{Number(day):D8}");

    /// <summary>The sends of one day that one instance counted, or the ledger's; sorts right after the day's sum.</summary>
    public static string Sends(string brand, DateOnly day, string instance) => $"{Day(brand, day)}|{instance}";

    /// <summary>The day that a row of sums is of, and whether it holds counted sends.</summary>
    public static (DateOnly Day, bool Sends) OfDay(string row)
    {
        var parts = row.Split('|');
        return (DateOnly.ParseExact(parts[2], "yyyyMMdd", CultureInfo.InvariantCulture), parts.Length > 3);
    }

    /// <summary>Everybody of a brand under one key. A reference may be personal and of any length: it stands as its hash.</summary>
    public static string People(string accountSid, string brand, PersonKey key) => $"{accountSid}!x|{TableKeys.Encode(brand)}|{Key(key)}";

    /// <summary>One person under one key of a brand.</summary>
    public static string Person(string brand, PersonKey key, string recipient) =>
        $"x|{TableKeys.Encode(brand)}|{Key(key)}|{TableKeys.Encode(recipient)}";

    private static string Key(PersonKey key) =>
        key.Kind == PersonKeyKind.Digits
            ? "4|" + key.Value
            : "r|" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("optout-reference:" + key.Value)));

    private static int Number(DateOnly day) => (day.Year * 10000) + (day.Month * 100) + day.Day;
}

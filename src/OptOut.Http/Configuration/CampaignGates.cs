using System.Collections.Frozen;
using System.Globalization;

namespace OptOut.Http;

/// <summary>Reads what narrows a campaign: what it is about, its senders, its countries and its promised frequency.</summary>
internal static class CampaignGates
{
    /// <summary>The words of rule 27, as they are written there or as one word: <c>debt-collection</c>, <c>DebtCollection</c>.</summary>
    public static Content Content(SettingReader read, string key, string? value) =>
        read.Choice(key, value?.Replace("-", "", StringComparison.Ordinal), OptOut.Content.General);

    public static IReadOnlyList<string> Senders(SettingReader read, string key, IList<string> senders, BrandSettings brand)
    {
        for (var i = 0; i < senders.Count; i++)
        {
            if (!brand.Senders.Any(s => string.Equals(s.Address?.Trim(), senders[i]?.Trim(), StringComparison.Ordinal)))
            {
                read.Error(Item(key, i), "is no sender of this brand.");
            }
        }

        return [.. senders.Select(s => s?.Trim() ?? "")];
    }

    public static FrozenSet<string> Countries(SettingReader read, string key, IList<string> countries)
    {
        for (var i = 0; i < countries.Count; i++)
        {
            if (!NumberRegion.IsCountry(countries[i]?.Trim()))
            {
                read.Error(Item(key, i), "is a country as in ISO 3166-1, two capital letters.");
            }
        }

        return countries.Select(c => c?.Trim() ?? "").ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary><c>Max</c> and <c>Per</c> go together: neither means anything alone.</summary>
    public static Frequency? Promised(SettingReader read, string key, CampaignSettings settings)
    {
        var (max, per) = (!string.IsNullOrWhiteSpace(settings.Max), !string.IsNullOrWhiteSpace(settings.Per));
        if (max != per)
        {
            read.Error(max ? $"{key}:Per" : $"{key}:Max", "is required: Max and Per make one promise.");
        }

        var most = read.Number($"{key}:Max", settings.Max, 1, SendFold.MaxOfCampaign);
        return read.OptionalDuration($"{key}:Per", settings.Per) is { } period && max ? new Frequency(most, period) : null;
    }

    public static DayHours? Hours(SettingReader read, string key, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        var hours = DayHours.Parse(value.Trim());
        if (hours is null)
        {
            read.Error(key, "is hours of the day, from and to, such as 9-20 or 09:30-20:00.");
        }

        return hours;
    }

    private static string Item(string key, int i) => string.Create(CultureInfo.InvariantCulture, $"{key}:{i}");
}

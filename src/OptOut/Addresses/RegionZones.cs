using System.Collections.Frozen;
using NodaTime.TimeZones;

namespace OptOut;

/// <summary>The time zones of a region: every one that some part of it keeps.</summary>
internal static class RegionZones
{
    private static readonly Lazy<FrozenDictionary<string, string[]>> States = new(() =>
        DataFile.Read<ZoneFile>("region-zones.json").Zones.ToFrozenDictionary(e => e.Key, e => e.Value.Split(' '), StringComparer.Ordinal)
    );

    private static readonly Lazy<FrozenDictionary<string, string[]>> AreaCodes = new(() =>
        DataFile
            .Read<ZoneFile>("region-zones.json")
            .AreaCodes.SelectMany(e => e.Key.Split(' ').Select(code => (code, zones: e.Value.Split(' '))))
            .ToFrozenDictionary(e => e.code, e => e.zones, StringComparer.Ordinal)
    );

    private static readonly Lazy<FrozenDictionary<string, string[]>> Countries = new(() =>
        TzdbDateTimeZoneSource
            .Default.ZoneLocations!.GroupBy(location => location.CountryCode, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.Select(location => location.ZoneId).ToArray(), StringComparer.Ordinal)
    );

    /// <summary>Whether it is a state, or another part, of the United States in ISO 3166-2.</summary>
    public static bool IsState(string code) => States.Value.ContainsKey(code);

    /// <summary>
    /// The zones of an area code of the North American plan, where it lies in more than libphonenumber's map tells; else none.
    /// </summary>
    public static IReadOnlyList<string> OfAreaCode(string code) => AreaCodes.Value.TryGetValue(code, out var zones) ? zones : [];

    /// <summary>
    /// The names of the region's zones; of a part that no list knows, those of its country. Empty where nothing is known.
    /// </summary>
    public static IReadOnlyList<string> Of(NumberRegion region) =>
        region.Subdivision is { } part && States.Value.TryGetValue(part, out var zones) ? zones
        : region.Country is { } country && Countries.Value.TryGetValue(country, out var all) ? all
        : [];

    internal sealed record ZoneFile(
        string About,
        IReadOnlyList<string> Sources,
        IReadOnlyDictionary<string, string> AreaCodes,
        IReadOnlyDictionary<string, string> Zones
    );
}

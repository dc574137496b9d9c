using NodaTime;

namespace OptOut;

/// <summary>
/// Time zones by their IANA names, from the data that comes with NodaTime: the same on every host, whether or not its system brings any.
/// </summary>
public static class Zones
{
    /// <summary>Whether it is the name of a zone, exactly as IANA writes it.</summary>
    public static bool IsKnown(string name) => name.Contains('/', StringComparison.Ordinal) && Find(name) is not null || name is "UTC";

    /// <summary>The zone; null where there is none of that name.</summary>
    internal static DateTimeZone? Find(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
}

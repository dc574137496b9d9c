using NodaTime;

namespace OptOut;

/// <summary>Where a recipient is, for the laws and clocks that hold there: by what they told, else by the number.</summary>
internal static class Whereabouts
{
    /// <summary>
    /// The region: the recipient's own where known. One that only repeats the number's country says less than the number.
    /// </summary>
    public static NumberRegion Region(RecipientState state, RecipientAddress recipient)
    {
        var byNumber = NumberRegion.Of(recipient);
        return
            state.Profile?.Region is { } told
            && NumberRegion.Parse(told) is { } region
            && !(region.Subdivision is null && region.Country == byNumber.Country)
            ? region
            : byNumber;
    }

    /// <summary>Every zone that the recipient may be in; empty where nobody knows.</summary>
    public static IReadOnlyList<DateTimeZone> Zones(RecipientState state, RecipientAddress recipient)
    {
        if (state.Profile?.TimeZone is { } told && OptOut.Zones.Find(told) is { } own)
        {
            return [own];
        }

        var region = Region(state, recipient);
        var names = region == NumberRegion.Of(recipient) ? NumberZones.Of(recipient) : RegionZones.Of(region);
        return [.. names.Select(OptOut.Zones.Find).OfType<DateTimeZone>()];
    }
}

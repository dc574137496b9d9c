using NodaTime;

namespace OptOut;

/// <summary>Where a recipient is, which decides the laws and time zones that apply: as the recipient stated, else by the number.</summary>
internal static class Whereabouts
{
    /// <summary>
    /// The region: the stated one where known. A stated region that only repeats the number's country is less precise than the number.
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

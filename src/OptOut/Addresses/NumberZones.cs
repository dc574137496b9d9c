using PhoneNumbers;

namespace OptOut;

/// <summary>
/// Every time zone that a number may lie in, from libphonenumber's own map: by area code in the North American plan and where numbers are
/// bound to a place, by country where they are not. Empty for what is no number, or one of no country.
/// </summary>
internal static class NumberZones
{
    private static readonly string Unknown = PhoneNumberToTimeZonesMapper.GetInstance().GetUnknownTimeZone();

    public static IReadOnlyList<string> Of(RecipientAddress address)
    {
        if (!address.IsNumber)
        {
            return [];
        }

        var mapper = PhoneNumberToTimeZonesMapper.GetInstance();
        var zones =
            address.Value.StartsWith("+1", StringComparison.Ordinal) && ulong.TryParse(address.Value.AsSpan(2), out var national)
                // An area code says where, whether or not the number is one that is in use; no code that is known (toll-free) says:
                // anywhere in the plan.
                ?
                [
                    .. mapper
                        .GetTimeZonesForGeographicalNumber(new PhoneNumber.Builder().SetCountryCode(1).SetNationalNumber(national).Build())
                        .Union(address.Value.Length >= 5 ? RegionZones.OfAreaCode(address.Value[2..5]) : [], StringComparer.Ordinal),
                ]
                : Elsewhere(mapper, address.Value);
        return zones.Contains(Unknown, StringComparer.Ordinal) ? RegionZones.Of(NumberRegion.Of(address)) : zones;
    }

    private static List<string> Elsewhere(PhoneNumberToTimeZonesMapper mapper, string number)
    {
        try
        {
            return mapper.GetTimeZonesForNumber(PhoneNumberUtil.GetInstance().Parse(number, null));
        }
        catch (NumberParseException)
        {
            return [Unknown]; // Too long or too short for the plan: the country says.
        }
    }
}

using System.Collections.Frozen;
using System.Globalization;
using PhoneNumbers;

namespace OptOut;

/// <summary>Where a number belongs, for the laws that hold there.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; null when unknown (a channel id, a global service, a code not in use).</param>
/// <param name="Subdivision">ISO 3166-2 for a Canadian province (<c>CA-ON</c>); null elsewhere.</param>
/// <remarks>A number says where it was issued, not where its owner stands: that is what the policy goes by, too.</remarks>
public sealed record NumberRegion(string? Country, string? Subdivision = null)
{
    /// <summary>No country is known: the strictest rules hold.</summary>
    public static readonly NumberRegion Unknown = new((string?)null);

    private static readonly NumberRegion UnitedStatesOfAmerica = new("US");

    /// <summary>The United States with the territories in which federal law holds.</summary>
    private static readonly FrozenSet<string> UnitedStatesTerritories = FrozenSet.Create(
        StringComparer.Ordinal,
        "US",
        "PR",
        "VI",
        "GU",
        "AS",
        "MP",
        "UM"
    );

    private static readonly Lazy<FrozenDictionary<string, NumberRegion>> AreaCodes = new(ReadAreaCodes);

    /// <summary>Whether the number is a US one, territories included.</summary>
    public bool IsUnitedStates => Country is not null && UnitedStatesTerritories.Contains(Country);

    /// <summary>A region as people state it, <c>US</c> or <c>US-FL</c>; null for what is none.</summary>
    public static NumberRegion? Parse(string text)
    {
        var country = text.Length >= 2 ? text[..2] : null;
        var part = text.Length > 2 ? text[2..] : null;
        return IsCountry(country) && (part is null || IsSubdivision(country!, part)) ? new(country, part is null ? null : text) : null;
    }

    private static bool IsSubdivision(string country, string part) =>
        part.Length is >= 2 and <= 4
        && part[0] == '-'
        && part.AsSpan(1).ContainsAnyExcept(SubdivisionCharacters) == false
        && (country != "US" || RegionZones.IsState("US" + part));

    private static readonly System.Buffers.SearchValues<char> SubdivisionCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    );

    /// <summary>Whether it is the code of a country that has numbers: two capital letters.</summary>
    public static bool IsCountry(string? code) =>
        code is { Length: 2 } && PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(code);

    /// <summary>
    /// The region of an address: by area code in the North American plan (one not known yet, and toll-free, counts as US, the
    /// strictest there), by country code elsewhere. Never fails; a number need not be valid.
    /// </summary>
    public static NumberRegion Of(RecipientAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsNumber)
        {
            return Unknown;
        }

        var digits = address.Value.AsSpan(1);
        if (digits.StartsWith("1", StringComparison.Ordinal))
        {
            return digits.Length >= 4 && AreaCodes.Value.TryGetValue(digits[1..4].ToString(), out var region)
                ? region
                : UnitedStatesOfAmerica;
        }

        return ByCountryCode(address.Value) is { } country ? new NumberRegion(country) : Unknown;
    }

    private static string? ByCountryCode(string number)
    {
        var numbers = PhoneNumberUtil.GetInstance();

        // Country codes are prefix-free and have one to three digits (ITU-T E.164).
        for (var length = 1; length <= 3 && length < number.Length; length++)
        {
            var code = int.Parse(number.AsSpan(1, length), NumberStyles.None, CultureInfo.InvariantCulture);
            var regions = numbers.GetRegionCodesForCountryCode(code);
            if (regions is { Count: > 0 })
            {
                // Several countries may share a code (44, 7, 39); the library lists the main one first. 001 is no country.
                var country = (regions.Count > 1 ? ExactRegion(numbers, number) : null) ?? regions[0];
                return country is "001" ? null : country;
            }
        }

        return null;
    }

    private static string? ExactRegion(PhoneNumberUtil numbers, string number)
    {
        try
        {
            return numbers.GetRegionCodeForNumber(numbers.Parse(number, null));
        }
        catch (NumberParseException)
        {
            return null; // Too long or too short for the plan: the code's main country it is.
        }
    }

    private static FrozenDictionary<string, NumberRegion> ReadAreaCodes() =>
        DataFile
            .Read<AreaCodeFile>("nanp-area-codes.json")
            .AreaCodes.SelectMany(entry =>
                entry
                    .Value.Split(' ')
                    .Select(code => (code, region: new NumberRegion(entry.Key[..2], entry.Key.Length > 2 ? entry.Key : null)))
            )
            .ToFrozenDictionary(e => e.code, e => e.region, StringComparer.Ordinal);

    private sealed record AreaCodeFile(string About, IReadOnlyList<string> Sources, IReadOnlyDictionary<string, string> AreaCodes);
}

using PhoneNumbers;

namespace OptOut;

/// <summary>
/// A number as people of a country write it among themselves: "(415) 555-2672". The country is always told, never guessed.
/// </summary>
public static class LocalNumber
{
    /// <summary>What is said of a country that has no numbers.</summary>
    public const string UnknownCountry = "is no country's code of ISO 3166-1, such as US.";

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>The number with <c>+</c> and its country code; null with what is wrong, which does not repeat the number.</summary>
    public static string? International(string text, string country, out string? wrong)
    {
        var region = country.ToUpperInvariant();
        if (!Numbers.GetSupportedRegions().Contains(region))
        {
            wrong = UnknownCountry;
            return null;
        }

        try
        {
            var number = Numbers.Parse(text, region);
            if (Numbers.IsValidNumberForRegion(number, region))
            {
                wrong = null;
                return Numbers.Format(number, PhoneNumberFormat.E164);
            }
        }
        catch (NumberParseException)
        {
            // As below.
        }

        wrong = $"is no number of {region}.";
        return null;
    }
}

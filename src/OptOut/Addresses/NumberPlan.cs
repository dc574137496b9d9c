using System.Globalization;
using PhoneNumbers;

namespace OptOut;

/// <summary>
/// What the numbering plans say about how a number is written. They only ever refuse a spelling, or find a trunk zero in brackets: the form
/// under which a number is kept depends on no plan, so that a newer edition of their data orphans no row.
/// </summary>
internal static class NumberPlan
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>Why no phone can have this number; null when one can, or when no plan is known for it.</summary>
    /// <param name="number">A canonical number, <c>+</c> and digits.</param>
    /// <returns>A sentence that does not repeat the number.</returns>
    public static string? WhyImpossible(string number)
    {
        if (number[1] == '0')
        {
            return "A recipient's number begins with the country code, and no country code begins with 0: leave international prefixes such as 00 out.";
        }

        if (CountryCodeOf(number) is not { } code)
        {
            return null;
        }

        var national = number[(1 + code.Length)..];
        var plain = Plain(code, national);
        var possible = plain is not null && Numbers.IsPossibleNumberWithReason(plain) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
        if (HoldsNationalPrefix(number, national, possible) || HoldsStrayZero(code, national, plain))
        {
            return "A recipient's number holds a prefix for calls within the country (a trunk 0, Argentina's 15): write it as it is dialled from abroad.";
        }

        return possible
            ? null
            : $"A recipient's number has {national.Length} digits after the country code +{code}; that country's numbering plan has no such number.";
    }

    /// <summary>Whether the country writes a 0 before its numbers that callers from abroad leave out, as in <c>+44 (0)20</c>.</summary>
    /// <param name="number"><c>+</c> and digits.</param>
    /// <param name="countryCodeLength">How many digits stand before the zero.</param>
    public static bool HasTrunkZero(string number, int countryCodeLength) =>
        CountryCodeOf(number) is { } code
        && code.Length == countryCodeLength
        && Numbers.GetRegionCodeForCountryCode(Number(code)) is { } region
        && Numbers.GetNddPrefixForRegion(region, true) == "0";

    /// <summary>The country code (ITU-T E.164: one to three digits, none the beginning of another); null for one not in use.</summary>
    public static string? CountryCodeOf(string number)
    {
        for (var length = 1; length <= 3 && length + 1 < number.Length; length++)
        {
            var code = number.Substring(1, length);
            if (Numbers.GetRegionCodesForCountryCode(Number(code)) is { Count: > 0 })
            {
                return code;
            }
        }

        return null;
    }

    /// <summary>
    /// The library drops a national prefix where it finds one. It counts as one where what is left is a number, or where the whole is none.
    /// </summary>
    private static bool HoldsNationalPrefix(string number, string national, bool possible)
    {
        try
        {
            var read = Numbers.Parse(number, null);
            return Numbers.GetNationalSignificantNumber(read) != national && (!possible || Numbers.IsPossibleNumber(read));
        }
        catch (NumberParseException)
        {
            return false; // Far too short or too long: its length says so.
        }
    }

    /// <summary>
    /// Of countries without a trunk prefix, some have numbers that begin with 0 (Italy, Côte d'Ivoire); of the others people write one from
    /// habit.
    /// </summary>
    private static bool HoldsStrayZero(string code, string national, PhoneNumber? plain) =>
        national[0] == '0'
        && plain is not null
        && !Numbers.IsValidNumber(plain)
        && Plain(code, national.TrimStart('0')) is { } without
        && Numbers.IsPossibleNumber(without);

    private static PhoneNumber? Plain(string code, string national)
    {
        var significant = national.TrimStart('0');
        var zeros = national.Length - significant.Length;
        if (significant.Length == 0)
        {
            return null;
        }

        var builder = new PhoneNumber.Builder()
            .SetCountryCode(Number(code))
            .SetNationalNumber(ulong.Parse(significant, NumberStyles.None, CultureInfo.InvariantCulture));
        if (zeros > 0)
        {
            builder.SetNumberOfLeadingZeros(zeros);
        }

        return builder.Build();
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}

using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace OptOut;

/// <summary>
/// Reads a phone number as people write it. What could be two numbers, or none, is refused and named; never is one phone read as two.
/// </summary>
internal static partial class NumberReader
{
    /// <summary>Reads a number that a sender gave us.</summary>
    /// <param name="text"><c>+</c> and digits, with separators between them.</param>
    /// <param name="number">The canonical number.</param>
    /// <param name="error">What is wrong, without repeating the input.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? number, [NotNullWhen(false)] out string? error)
    {
        number = null;
        if (SpreadsheetError(text) is { } ruined)
        {
            error = ruined;
            return false;
        }

        if (!text.StartsWith('+'))
        {
            error = "A recipient needs '+' and the country code; no country is guessed.";
            return false;
        }

        var withoutZero = WithoutTrunkZero(text);
        if (TrunkZero().IsMatch(withoutZero))
        {
            error =
                "A recipient's number holds a zero in brackets, and its country has no such prefix: write the number as it is dialled from abroad.";
            return false;
        }

        if (AddressText.Compact(withoutZero) is not { } digits || text.Any(AddressText.IsInvisible))
        {
            error = "A recipient's number may hold ASCII digits, spaces, dots, hyphens and brackets only.";
            return false;
        }

        if (digits.Length - 1 is < RecipientAddress.MinDigits or > RecipientAddress.MaxDigits)
        {
            error = $"A recipient's number has {RecipientAddress.MinDigits} to {RecipientAddress.MaxDigits} digits after the '+'.";
            return false;
        }

        var canonical = NumberEquivalence.Canonical(digits);
        error = NumberPlan.WhyImpossible(canonical);
        number = error is null ? canonical : null;
        return error is null;
    }

    /// <summary>The same for a number that Twilio vouches for: never refused for what a plan says. Null where it is no number.</summary>
    public static string? Loosely(string text) =>
        AddressText.Compact(WithoutTrunkZero(text)) is { } digits ? NumberEquivalence.Canonical(digits) : null;

    /// <summary>Whether a number with its plus stands somewhere in the text, as in <c>'+1415…</c> or <c>00+1415…</c>.</summary>
    public static bool HoldsNumber(string text)
    {
        for (var plus = text.IndexOf('+', StringComparison.Ordinal); plus >= 0; plus = text.IndexOf('+', plus + 1))
        {
            if (
                text.Skip(plus + 1).TakeWhile(c => char.IsAsciiDigit(c) || AddressText.IsSeparator(c)).Count(char.IsAsciiDigit)
                >= RecipientAddress.MinDigits - 1
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// <c>+44 (0)20 …</c>: the zero in brackets is for callers within the country. Where numbers keep their zero (Italy), or where it
    /// stands anywhere else, it stays.
    /// </summary>
    private static string WithoutTrunkZero(string text)
    {
        var match = TrunkZero().Match(text);
        if (!match.Success || AddressText.Compact(text[..match.Index] + text[(match.Index + match.Length)..]) is not { } without)
        {
            return text;
        }

        var before = text[..match.Index].Count(char.IsAsciiDigit);
        return NumberPlan.HasTrunkZero(without, before) ? without : text;
    }

    /// <summary>
    /// Spreadsheets take a number for an amount: <c>1.41556E+10</c> has lost its digits, <c>14155550123.0</c> has one too many.
    /// </summary>
    private static string? SpreadsheetError(string text) =>
        Exponent().IsMatch(text)
            ? "A spreadsheet has written this number in scientific notation (as in 1.4E+10), and its digits are lost: format the column as text."
        : AllZeros().IsMatch(text) || HasFraction(DotsAndDigits(text))
            ? "A spreadsheet has written this number as an amount, with a decimal zero: format the column as text."
        : null;

    [GeneratedRegex(
        @"^\+?[0-9]+(?:[.,][0-9]*)?[eE]\+?[0-9]{1,3}$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: Timeout.Infinite
    )]
    private static partial Regex Exponent();

    /// <summary>Only behind a number that is whole without it: in <c>+1 415 555-12.00</c> the dot stands between its own digits.</summary>
    private static bool HasFraction(string dotted) => Fraction().Matches(dotted).Any(fraction => IsWhole(dotted[..fraction.Index]));

    private static bool IsWhole(string dotted)
    {
        var digits = dotted.Replace(".", "", StringComparison.Ordinal);
        return digits.Length is >= RecipientAddress.MinDigits and <= RecipientAddress.MaxDigits
            && NumberPlan.WhyImpossible("+" + digits) is null;
    }

    private static string DotsAndDigits(string text) => string.Concat(text.Where(c => c == '.' || char.IsAsciiDigit(c))).TrimEnd('.');

    [GeneratedRegex(@"^\+?[0-9]+[.,]0+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex AllZeros();

    // A dot before one zero at the end, several times too, or before two, unless all is in pairs after a short beginning, as French numbers
    // are written. Of several such dots each is looked at: the first ones may stand between the number's own digits.
    [GeneratedRegex(
        @"(?=(?:\.0)*(?:\.0|(?<!^[0-9]{1,4}(?:\.[0-9]{1,2})+)\.00)$)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: Timeout.Infinite
    )]
    private static partial Regex Fraction();

    [GeneratedRegex(@"[(\[]\s*0\s*[)\]]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex TrunkZero();
}

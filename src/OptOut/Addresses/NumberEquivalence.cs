using System.Text.RegularExpressions;

namespace OptOut;

/// <summary>
/// Numbers that reach one phone though they are written differently: Mexico's 521, Argentina's 9, Brazil's ninth digit.
/// The list is data with its sources, <c>Data/number-equivalences.json</c>.
/// </summary>
internal static class NumberEquivalence
{
    // Most numbers begin like none of them: the expressions are built for those that do, since building all takes a tenth of a second.
    private static readonly (string Prefix, Lazy<Regex> Written, string Canonical)[] Rules =
    [
        .. DataFile
            .Read<EquivalenceFile>("number-equivalences.json")
            .Equivalences.Select(e =>
                (
                    Prefix(e.Written),
                    new Lazy<Regex>(() => new Regex(e.Written, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)),
                    e.Canonical
                )
            ),
    ];

    /// <summary>The one form under which a number is kept. What no rule knows stays as it is, so it never fails.</summary>
    /// <param name="number">A number as <c>+</c> and digits only.</param>
    public static string Canonical(string number)
    {
        foreach (var (prefix, written, canonical) in Rules)
        {
            if (number.StartsWith(prefix, StringComparison.Ordinal) && written.Value.IsMatch(number))
            {
                return written.Value.Replace(number, canonical);
            }
        }

        return number;
    }

    /// <summary>The digits that every number of that form begins with: those behind <c>^\+</c>, without one that may be left out.</summary>
    internal static string Prefix(string written)
    {
        const string Start = @"^\+";
        var end = Start.Length;
        while (end < written.Length && char.IsAsciiDigit(written[end]))
        {
            end++;
        }

        return written.StartsWith(Start, StringComparison.Ordinal)
            ? "+" + written[Start.Length..(end < written.Length && written[end] is '?' or '*' or '{' ? end - 1 : end)]
            : "";
    }

    private sealed record EquivalenceFile(string About, IReadOnlyList<Equivalence> Equivalences);

    private sealed record Equivalence(string Country, string Written, string Canonical, string Why, IReadOnlyList<string> Sources);
}

using System.Text.RegularExpressions;

namespace OptOut;

/// <summary>
/// Numbers that reach one phone though they are written differently: Mexico's 521, Argentina's 9, Brazil's ninth digit.
/// The list is data with its sources, <c>Data/number-equivalences.json</c>.
/// </summary>
internal static class NumberEquivalence
{
    private static readonly (Regex Written, string Canonical)[] Rules =
    [
        .. DataFile
            .Read<EquivalenceFile>("number-equivalences.json")
            .Equivalences.Select(e => (new Regex(e.Written, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), e.Canonical)),
    ];

    /// <summary>The one form under which a number is kept. What no rule knows stays as it is, so it never fails.</summary>
    /// <param name="number">A number as <c>+</c> and digits only.</param>
    public static string Canonical(string number)
    {
        foreach (var (written, canonical) in Rules)
        {
            if (written.IsMatch(number))
            {
                return written.Replace(number, canonical);
            }
        }

        return number;
    }

    private sealed record EquivalenceFile(string About, IReadOnlyList<Equivalence> Equivalences);

    private sealed record Equivalence(string Country, string Written, string Canonical, string Why, IReadOnlyList<string> Sources);
}

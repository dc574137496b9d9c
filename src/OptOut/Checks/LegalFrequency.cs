using System.Collections.Frozen;

namespace OptOut;

/// <summary>The file <c>legal-frequency.json</c>.</summary>
internal sealed record LegalFrequencyFile(string About, IReadOnlyList<LegalFrequencyRow> Rows);

internal sealed record LegalFrequencyRow(string Region, int Max, string Per, string Source);

/// <summary>How many marketing messages a law allows.</summary>
/// <param name="Region">Whose law it is: the state's, or the whole country's.</param>
/// <param name="Frequency">How many, in which time.</param>
internal sealed record LegalLimit(string Region, Frequency Frequency);

/// <summary>How many marketing messages a region's law allows; null where none says.</summary>
internal static class LegalFrequency
{
    private static readonly Lazy<FrozenDictionary<string, LegalLimit>> Rows = new(() =>
        DataFile
            .Read<LegalFrequencyFile>("legal-frequency.json")
            .Rows.ToFrozenDictionary(
                row => row.Region,
                row => new LegalLimit(
                    row.Region,
                    new Frequency(
                        row.Max,
                        IsoDuration.TryParse(row.Per, out var per, out var error)
                            ? per
                            : throw new InvalidDataException($"legal-frequency.json: {error}")
                    )
                ),
                StringComparer.Ordinal
            )
    );

    public static LegalLimit? Of(NumberRegion region) =>
        region.Subdivision is { } part && Rows.Value.TryGetValue(part, out var limit) ? limit
        : region.Country is { } country ? Rows.Value.GetValueOrDefault(country)
        : null;
}

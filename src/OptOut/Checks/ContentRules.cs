using System.Collections.Frozen;

namespace OptOut;

/// <summary>Rules 24 and 27: content by the law where the number is. The ages are data, <c>Data/content-ages.json</c>.</summary>
public static class ContentRules
{
    private static readonly Lazy<FrozenDictionary<Content, LegalAges>> Ages = new(ReadAges);

    /// <summary>Whether this content may go to this recipient.</summary>
    /// <param name="content">What the campaign declares.</param>
    /// <param name="recipient">Whose number decides the law.</param>
    /// <param name="verifiedMinimumAge">The highest age, in years, that a consent proves the recipient to have; null when none does.</param>
    public static ContentDecision Decide(Content content, RecipientAddress recipient, int? verifiedMinimumAge)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        if (content == Content.General)
        {
            return new(ContentOutcome.Allowed);
        }

        var region = NumberRegion.Of(recipient);
        if (IsProhibited(content, region))
        {
            return new(ContentOutcome.Prohibited);
        }

        var required = Ages.Value[content].For(region);
        return new(verifiedMinimumAge >= required ? ContentOutcome.Allowed : ContentOutcome.AgeNotVerified, required);
    }

    // An unknown region may be the United States, so what never goes there does not go there either. An undefined value is a doubt: it denies.
    private static bool IsProhibited(Content content, NumberRegion region) => content switch
    {
        Content.Prohibited => true,
        Content.Cannabis or Content.Prescription when region.Country is null || region.IsUnitedStates => true,
        _ => !Ages.Value.TryGetValue(content, out var ages) || ages.IsBanned(region),
    };

    private static FrozenDictionary<Content, LegalAges> ReadAges() =>
        DataFile.Read<AgeFile>("content-ages.json").Content
            .ToFrozenDictionary(e => Enum.Parse<Content>(e.Key, ignoreCase: true), e => LegalAges.From(e.Value));

    internal sealed record AgeFile(string About, IReadOnlyDictionary<string, AgeEntry> Content);

    internal sealed record AgeEntry(int Strictest, IReadOnlyDictionary<int, string> Ages, string Banned, IReadOnlyList<string> Sources);

    /// <summary>The legal ages for one kind of content.</summary>
    private sealed record LegalAges(int Strictest, FrozenDictionary<string, int> ByRegion, FrozenSet<string> Banned)
    {
        public static LegalAges From(AgeEntry entry) => new(
            entry.Strictest,
            entry.Ages.SelectMany(e => Codes(e.Value).Select(code => (code, age: e.Key)))
                .ToFrozenDictionary(e => e.code, e => e.age, StringComparer.Ordinal),
            Codes(entry.Banned).ToFrozenSet(StringComparer.Ordinal));

        public bool IsBanned(NumberRegion region) => region.Country is not null && Banned.Contains(region.Country);

        public int For(NumberRegion region) => region switch
        {
            { Subdivision: { } part } when ByRegion.TryGetValue(part, out var age) => age,
            { Country: { } country } when ByRegion.TryGetValue(country, out var age) => age,
            _ => Strictest,
        };

        private static string[] Codes(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}

using System.Collections.Frozen;

namespace OptOut;

/// <summary>The file <c>content.json</c>; what its fields mean stands in its head.</summary>
internal sealed record ContentFile(string About, IReadOnlyDictionary<string, ContentEntry> Content);

/// <summary>All of one kind of content.</summary>
internal sealed record ContentEntry(
    IReadOnlyList<ContentBan>? Bans,
    string? Notices,
    int? Strictest,
    IReadOnlyDictionary<int, string>? Ages,
    string? Banned,
    IReadOnlyList<string>? Sources
);

/// <summary>One row: what Twilio and the carriers refuse, whatever the age.</summary>
internal sealed record ContentBan(string Channels, string Countries, string? Except, string Source);

/// <summary>One kind of content, ready to be asked.</summary>
internal sealed class ContentTable
{
    private const string Anything = "*";
    private readonly Ban[] bans;
    private readonly FrozenSet<Purpose> notices;
    private readonly FrozenSet<string> unlawful;
    private readonly FrozenDictionary<string, int> ages;
    private readonly int? strictest;

    private ContentTable(ContentEntry entry)
    {
        bans = [.. (entry.Bans ?? []).Select(b => new Ban(Words(b.Channels), Words(b.Countries), Purposes(b.Except)))];
        notices = Purposes(entry.Notices);
        unlawful = Words(entry.Banned);
        ages = (entry.Ages ?? new Dictionary<int, string>())
            .SelectMany(e => Words(e.Value).Select(code => (code, age: e.Key)))
            .ToFrozenDictionary(e => e.code, e => e.age, StringComparer.Ordinal);
        strictest = entry.Strictest;
    }

    public static ContentTable From(ContentEntry entry) => new(entry);

    public bool IsBanned(NumberRegion region, string channel, Purpose? purpose) =>
        (region.Country is { } country && unlawful.Contains(country)) || Array.Exists(bans, ban => ban.Covers(region, channel, purpose));

    /// <summary>The age in years; null where none is needed.</summary>
    public int? RequiredAge(NumberRegion region, Purpose? purpose) =>
        region switch
        {
            _ when purpose is { } p && notices.Contains(p) => null,
            { Subdivision: { } part } when ages.TryGetValue(part, out var age) => age,
            { Country: { } country } when ages.TryGetValue(country, out var age) => age,
            _ => strictest,
        };

    private static FrozenSet<string> Words(string? list) =>
        (list ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<Purpose> Purposes(string? list) =>
        Words(list).Select(word => Enum.Parse<Purpose>(word, ignoreCase: true)).ToFrozenSet();

    private sealed record Ban(FrozenSet<string> Channels, FrozenSet<string> Countries, FrozenSet<Purpose> Except)
    {
        public bool Covers(NumberRegion region, string channel, Purpose? purpose) =>
            (Channels.Contains(Anything) || Channels.Contains(channel))
            && (Countries.Contains(Anything) || IsIn(region))
            && !(purpose is { } p && Except.Contains(p));

        /// <summary>An unknown region may be the United States, so what never goes there does not go there either.</summary>
        private bool IsIn(NumberRegion region) =>
            ((region.Country is null || region.IsUnitedStates) && Countries.Contains("US"))
            || (region.Country is { } country && Countries.Contains(country));
    }
}

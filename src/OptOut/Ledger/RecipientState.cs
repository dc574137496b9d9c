using System.Collections.Immutable;

namespace OptOut;

/// <summary>
/// What holds for one recipient towards one account: the fold of the recipient's ledger (<see cref="Ledger.Apply"/>), and nothing that is
/// not in it.
/// </summary>
public sealed record RecipientState
{
    /// <summary>The canonical address.</summary>
    public required string Recipient { get; init; }

    /// <summary>The sequence of the newest ledger event; 0 before the first.</summary>
    public long LastSequence { get; init; }

    /// <summary>The hash of the newest ledger event, purged or not (rule 34).</summary>
    public string? Head { get; init; }

    /// <summary>The latest account-wide opt-out (STOPALL). Lifted per brand, so it is never removed by an opt-in.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>When the account-wide suppression last changed.</summary>
    public SuppressionChange? SuppressionChange { get; init; }

    /// <summary>Per brand id; a brand that never met the recipient is missing.</summary>
    public ImmutableSortedDictionary<string, BrandState> Brands { get; init; } = NoBrands;

    /// <summary>What is known of the person, whichever brand was told.</summary>
    public RecipientProfile? Profile { get; init; }

    /// <summary>Since when the number belongs to somebody else, or to nobody (rule 36).</summary>
    public Mark? Reassigned { get; init; }

    /// <summary>What is suspended at run time, by <see cref="AccountLedger.Name"/>; in the account's own ledger only (rule 29).</summary>
    public ImmutableSortedDictionary<string, Mark>? Suspended { get; init; }

    /// <summary>When the newest event was written.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The last erasure of texts, statements and proofs.</summary>
    public Mark? Erased { get; init; }

    /// <summary>The legal hold that stands: nothing is erased or purged (rule 32).</summary>
    public Mark? Hold { get; init; }

    /// <summary>What is left of the history before, if it was purged: the fold starts from here then.</summary>
    public Watermark? Watermark { get; init; }

    private static readonly ImmutableSortedDictionary<string, BrandState> NoBrands = ImmutableSortedDictionary.Create<string, BrandState>(
        StringComparer.Ordinal
    );

    /// <summary>The state towards a brand, empty if they never met.</summary>
    public BrandState Brand(string id) => Brands.GetValueOrDefault(id) ?? BrandState.Unknown;

    public RecipientState With(string brand, Func<BrandState, BrandState> change) =>
        this with
        {
            Brands = Brands.WithComparers(StringComparer.Ordinal).SetItem(brand, change(Brand(brand))),
        };
}

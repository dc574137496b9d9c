using System.Collections.Immutable;

namespace OptOut;

/// <summary>
/// How an erasure changes the state: opt-outs and blocks stand, without their proof; what opened something is gone with it, since a consent
/// that cannot be proven is none.
/// </summary>
internal static class ErasureFold
{
    public static RecipientState Apply(RecipientState state, LedgerEvent e) =>
        state with
        {
            Erased = new Mark(e.At, e.Id),
            Suppression = Unproven(state.Suppression),
            Profile = null,
            Brands = state.Brands.ToImmutableSortedDictionary(pair => pair.Key, pair => Apply(pair.Value), StringComparer.Ordinal),
        };

    private static BrandState Apply(BrandState brand) =>
        brand with
        {
            Suppression = Unproven(brand.Suppression),
            AccountOrigin = brand.AccountOrigin is { } origin ? origin with { MessageSid = null } : null,
            Restorable = brand.Restorable is null ? null : [],
            PriorRelationship = null,
            Conversations = Ledger.Sorted(brand.Conversations).Clear(),
            Age = null,
            AgeEvent = null,
            Campaigns = brand.Campaigns.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => new CampaignState { Suppression = Unproven(pair.Value.Suppression), Withdrawn = pair.Value.Withdrawn },
                StringComparer.Ordinal
            ),
        };

    private static Suppression? Unproven(Suppression? suppression) =>
        suppression is null ? null : suppression with { MessageSid = null, Before = Unproven(suppression.Before) };
}

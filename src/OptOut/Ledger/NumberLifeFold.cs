using System.Collections.Immutable;

namespace OptOut;

/// <summary>
/// How a number that was reassigned, or given up, changes the state: whatever its former owner opened is over; opt-outs and blocks stand,
/// because the next owner may want them as well and can end them by START (rule 36).
/// </summary>
internal static class NumberLifeFold
{
    public static RecipientState Apply(RecipientState state, LedgerEvent e) =>
        state.Reassigned?.At >= e.At
            ? state
            : state with
            {
                Reassigned = new Mark(e.At, e.Id),
                Profile = state.Profile?.At > e.At ? state.Profile : null,
                Brands = state.Brands.ToImmutableSortedDictionary(
                    pair => pair.Key,
                    pair => Apply(pair.Value, e.At),
                    StringComparer.Ordinal
                ),
            };

    private static BrandState Apply(BrandState brand, DateTimeOffset at) =>
        brand with
        {
            Restorable = brand.Restorable is null ? null : [],
            PriorRelationship = After(brand.PriorRelationship, at),
            Conversations = brand.Conversations.ToImmutableSortedDictionary(c => c.Key, c => c.Value.ClosedBy(at), StringComparer.Ordinal),
            Age = brand.Age?.VerifiedAt > at ? brand.Age : null,
            AgeEvent = brand.Age?.VerifiedAt > at ? brand.AgeEvent : null,
            OptOutLanguageAt = brand.OptOutLanguageAt > at ? brand.OptOutLanguageAt : null,
            Campaigns = brand.Campaigns.ToImmutableSortedDictionary(c => c.Key, c => Apply(c.Value, at), StringComparer.Ordinal),
        };

    private static CampaignState Apply(CampaignState campaign, DateTimeOffset at)
    {
        var express = After(campaign.Express, at);
        return campaign with
        {
            Express = express,
            PriorRelationship = After(campaign.PriorRelationship, at),
            Pending = campaign.Pending?.At > at ? campaign.Pending : null,
            FirstSendAt = express is null ? null : campaign.FirstSendAt,
            ReconfirmedAt = express is null ? null : campaign.ReconfirmedAt,
        };
    }

    private static Grant? After(Grant? grant, DateTimeOffset at) => grant?.At > at ? grant : null;
}

using System.Collections.Immutable;

namespace OptOut;

/// <summary>How opt-outs and their corrections change the state.</summary>
internal static class OptOutFold
{
    public static RecipientState Apply(RecipientState state, LedgerEvent e) => e.Scope switch
    {
        Scope.Account => Close(OverAllBrands(state, e), null, e),
        Scope.Campaign => state.With(e.Brand!, brand => brand.With(e.Campaign!, campaign => campaign with
        {
            Suppression = Extend(campaign.Suppression, e, stands: Coverage.OfCampaign(state, e.Brand!, e.Campaign!)?.Scope == Scope.Campaign),
            Pending = null,
        })),
        _ => Close(OverBrand(state, e), e.Brand, e),
    };

    /// <summary>Takes back what an operator recorded; what it had replaced stands again.</summary>
    public static RecipientState ApplyCorrection(RecipientState state, LedgerEvent e)
    {
        var corrected = e.Scope switch
        {
            Scope.Account => state with { Suppression = state.Suppression?.Before },
            Scope.Campaign => state.With(e.Brand!, b => b.With(e.Campaign!, c => c with { Suppression = c.Suppression?.Before })),
            _ => state.With(e.Brand!, b => b with { Suppression = b.Suppression?.Before }),
        };
        return corrected with
        {
            Brands = corrected.Brands.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => Coverage.OfBrand(corrected, pair.Key) is null ? pair.Value with { Restorable = null } : pair.Value,
                StringComparer.Ordinal),
        };
    }

    private static RecipientState OverBrand(RecipientState state, LedgerEvent e) => state.With(e.Brand!, brand => brand with
    {
        Suppression = Extend(brand.Suppression, e, stands: brand.Suppression is { } s && !(brand.OptedIn?.At > s.LastOptOutAt)),
        Restorable = brand.Restorable ?? Held(state, e.Brand!, e),
        // An opt-out that reached us after a newer consent closes what is older, and stands no longer (CONTRACT §4, PUT).
        OptedIn = e.SupersededBy is null ? brand.OptedIn : new Mark(e.Until!.Value, e.SupersededBy),
    });

    private static RecipientState OverAllBrands(RecipientState state, LedgerEvent e) => state with
    {
        Suppression = Extend(state.Suppression, e, stands: state.Suppression is not null),
        Brands = state.Brands.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => pair.Value with
            {
                Restorable = pair.Value.Restorable ?? Held(state, pair.Key, e),
                AccountSince = state.Suppression is { } s && !(pair.Value.OptedIn?.At > s.LastOptOutAt) ? pair.Value.AccountSince ?? s.Since : e.At,
            },
            StringComparer.Ordinal),
    };

    private static ImmutableList<string> Held(RecipientState state, string brand, LedgerEvent e) => [.. Coverage.EffectiveCampaigns(state, brand, e.At)];

    private static Suppression Extend(Suppression? known, LedgerEvent e, bool stands)
    {
        var fresh = new Suppression(
            e.At, e.At, e.Source, e.Id, e.Source, Sources.IsOwnWord(e.Source), e.RecordedAt, e.Proof?.MessageSid, e.Keyword,
            known is null || stands ? null : known with { Before = null });
        if (known is null)
        {
            return fresh;
        }

        var lastOptOutAt = e.At > known.LastOptOutAt ? e.At : known.LastOptOutAt;
        return stands
            ? known with
            {
                LastOptOutAt = lastOptOutAt, Event = e.Id, LastSource = e.Source, RecordedAt = e.RecordedAt,
                OwnWord = known.OwnWord || fresh.OwnWord,
            }
            : fresh with { LastOptOutAt = lastOptOutAt };
    }

    /// <summary>An opt-out ends the conversations (rule 20) and the open requests that it covers.</summary>
    private static RecipientState Close(RecipientState state, string? onlyBrand, LedgerEvent e) => state with
    {
        Brands = state.Brands.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => onlyBrand is not null && !string.Equals(onlyBrand, pair.Key, StringComparison.Ordinal) ? pair.Value : pair.Value with
            {
                Conversations = pair.Value.Conversations.ToImmutableSortedDictionary(
                    c => c.Key, c => c.Value.At > e.At ? c.Value : c.Value with { Closed = true }, StringComparer.Ordinal),
                Campaigns = pair.Value.Campaigns.ToImmutableSortedDictionary(
                    c => c.Key, c => c.Value.Pending?.At <= e.At ? c.Value with { Pending = null } : c.Value, StringComparer.Ordinal),
            },
            StringComparer.Ordinal),
    };
}

using System.Collections.Immutable;

namespace OptOut;

/// <summary>How opt-outs and their corrections change the state.</summary>
internal static class OptOutFold
{
    public static RecipientState Apply(RecipientState state, LedgerEvent e) =>
        e.Scope switch
        {
            Scope.Account => Close(Superseded(OverAllBrands(state, e), e), null, e),
            Scope.Campaign => state.With(
                e.Brand!,
                brand =>
                    brand.With(
                        e.Campaign!,
                        campaign =>
                            campaign with
                            {
                                Suppression = Extend(
                                    campaign.Suppression,
                                    e,
                                    stands: campaign.Suppression is { } s && !(campaign.Express?.At > s.LastOptOutAt)
                                ),
                                Pending = campaign.Pending?.At <= e.At ? null : campaign.Pending,
                            }
                    )
            ),
            _ => Close(Superseded(OverBrand(state, e), e), e.Brand, e),
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
                StringComparer.Ordinal
            ),
        };
    }

    private static RecipientState OverBrand(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand =>
                brand with
                {
                    Suppression = Extend(brand.Suppression, e, stands: brand.Suppression is { } s && !(brand.OptedIn?.At > s.LastOptOutAt)),
                    Restorable = Restorable(state, e.Brand!, e),
                }
        );

    /// <summary>An opt-out that reached us after a newer consent closes what is older, and stands no longer (rules 1, 2).</summary>
    private static RecipientState Superseded(RecipientState state, LedgerEvent e) =>
        e is not { SupersededBy: { } by, SupersededAt: { } at }
            ? state
            : state.With(e.Brand!, brand => brand with { OptedIn = new Mark(at, by), Restorable = null });

    private static RecipientState OverAllBrands(RecipientState state, LedgerEvent e) =>
        state with
        {
            Suppression = Extend(state.Suppression, e, stands: state.Suppression is not null),
            Brands = state.Brands.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair =>
                    pair.Value with
                    {
                        Restorable = Restorable(state, pair.Key, e),
                        AccountOrigin =
                            state.Suppression is { } s && !(pair.Value.OptedIn?.At > s.LastOptOutAt)
                                ? pair.Value.AccountOrigin ?? new OptOutOrigin(s.Since, s.Source, s.MessageSid, s.Keyword)
                                : new OptOutOrigin(e.At, e.Source, e.Proof?.MessageSid, e.Keyword),
                    },
                StringComparer.Ordinal
            ),
        };

    /// <summary>What START will restore: noted at the first opt-out, and not by one that a newer opt-in has lifted already.</summary>
    private static ImmutableList<string>? Restorable(RecipientState state, string brand, LedgerEvent e)
    {
        var known = state.Brand(brand);
        return known.Restorable ?? (known.OptedIn?.At > e.At ? null : [.. Coverage.CampaignsHeldBefore(state, brand, e.At)]);
    }

    private static Suppression Extend(Suppression? known, LedgerEvent e, bool stands)
    {
        var fresh = new Suppression(
            e.At,
            e.At,
            e.Source,
            e.Id,
            e.Source,
            Sources.IsOwnWord(e.Source),
            e.RecordedAt,
            e.Proof?.MessageSid,
            e.Keyword,
            known is null || stands ? null : known with { Before = null }
        );
        if (known is null)
        {
            return fresh;
        }

        if (e.At < known.LastOptOutAt)
        {
            // It came late: the newer one stays what the suppression rests on. Lifted already, it says nothing about what stands.
            return known with { RecordedAt = e.RecordedAt, OwnWord = known.OwnWord || (stands && fresh.OwnWord) };
        }

        return !stands
            ? fresh
            : known with
            {
                LastOptOutAt = e.At,
                Event = e.Id,
                LastSource = e.Source,
                RecordedAt = e.RecordedAt,
                OwnWord = known.OwnWord || fresh.OwnWord,
            };
    }

    /// <summary>An opt-out ends the conversations (rule 20) and the open requests that it covers.</summary>
    private static RecipientState Close(RecipientState state, string? onlyBrand, LedgerEvent e) =>
        state with
        {
            Brands = state.Brands.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair =>
                    onlyBrand is not null && !string.Equals(onlyBrand, pair.Key, StringComparison.Ordinal)
                        ? pair.Value
                        : pair.Value with
                        {
                            Conversations = pair.Value.Conversations.ToImmutableSortedDictionary(
                                c => c.Key,
                                c => c.Value.ClosedBy(e.At),
                                StringComparer.Ordinal
                            ),
                            Campaigns = pair.Value.Campaigns.ToImmutableSortedDictionary(
                                c => c.Key,
                                c => c.Value.Pending?.At <= e.At ? c.Value with { Pending = null } : c.Value,
                                StringComparer.Ordinal
                            ),
                        },
                StringComparer.Ordinal
            ),
        };
}

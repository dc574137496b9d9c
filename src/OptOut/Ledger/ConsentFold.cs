using System.Collections.Immutable;

namespace OptOut;

/// <summary>How consents, requests and withdrawals change the state.</summary>
internal static class ConsentFold
{
    public static RecipientState Apply(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand =>
            {
                var grant = new Grant(
                    e.ConsentId!,
                    e.At,
                    e.Id,
                    e.Sequence,
                    e.Basis ?? Basis.Express,
                    e.Until,
                    Level: e.Level ?? ConsentLevel.Oral
                );
                var known = Stated(brand, e) with
                {
                    InboundConsentAt = e.Source is Sources.Message or Sources.Conversations
                        ? Times.Later(brand.InboundConsentAt, e.At)
                        : brand.InboundConsentAt,
                };
                if (e.Campaign is null)
                {
                    return known with { PriorRelationship = Newer(brand.PriorRelationship, grant) };
                }

                return known.With(
                    e.Campaign,
                    campaign =>
                        grant.Basis == Basis.PriorRelationship
                            ? campaign with
                            {
                                PriorRelationship = Newer(campaign.PriorRelationship, grant),
                            }
                        : grant.At < campaign.Express?.At ? campaign
                        : campaign with { Express = grant, Pending = null, FirstSendAt = null, ReconfirmedAt = null }
                );
            }
        );

    public static RecipientState ApplyRequest(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand =>
                Stated(brand, e) with
                {
                    Campaigns = Ledger
                        .Sorted(brand.Campaigns)
                        .SetItem(
                            e.Campaign!,
                            brand.Campaign(e.Campaign!) with
                            {
                                // Asked by text, the answer itself was the request; asked by API, the sender has still to send it.
                                Pending = new Request(
                                    e.ConsentId!,
                                    e.At,
                                    e.Until!.Value,
                                    e.Id,
                                    e.Sequence,
                                    e.Sender,
                                    Asked: e.Asked ?? IsByText(e),
                                    e.Level ?? ConsentLevel.Oral,
                                    ByText: IsByText(e)
                                ),
                            }
                        ),
                }
        );

    public static RecipientState ApplyWithdrawal(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand =>
                brand with
                {
                    PriorRelationship = Without(brand.PriorRelationship, e.ConsentId),
                    Withdrawn = e.Campaign is null ? new Mark(e.At, e.Id) : brand.Withdrawn,
                    Campaigns = brand.Campaigns.ToImmutableSortedDictionary(
                        pair => pair.Key,
                        pair =>
                            pair.Value with
                            {
                                Express = Without(pair.Value.Express, e.ConsentId),
                                PriorRelationship = Without(pair.Value.PriorRelationship, e.ConsentId),
                                Pending = pair.Value.Pending?.Id == e.ConsentId ? null : pair.Value.Pending,
                                Withdrawn = pair.Key == e.Campaign ? new Mark(e.At, e.Id) : pair.Value.Withdrawn,
                            },
                        StringComparer.Ordinal
                    ),
                }
        );

    public static BrandState ApplyPreference(BrandState brand, LedgerEvent e) =>
        e.Frequency is not null || ProfileFold.Takes(e, ProfileFold.Frequency) ? ApplyFrequency(brand, e) : brand;

    private static BrandState ApplyFrequency(BrandState brand, LedgerEvent e) =>
        brand with
        {
            Frequency = e.Frequency,
            FrequencyEvent = e.Id,
        };

    /// <summary>What came with a consent or a request: the recipient's age and how often messages are welcome.</summary>
    private static BrandState Stated(BrandState brand, LedgerEvent e)
    {
        var known = e.Frequency is null ? brand : ApplyFrequency(brand, e);
        return e.AgeVerified is { } age && !(known.Age?.MinimumAge > age.MinimumAge) ? known with { Age = age, AgeEvent = e.Id } : known;
    }

    private static bool IsByText(LedgerEvent e) => e.Source is not (Sources.Api or Sources.Import);

    private static Grant? Without(Grant? grant, string? id) => grant?.Id == id ? null : grant;

    private static Grant Newer(Grant? known, Grant grant) => grant.At < known?.At ? known : grant;
}

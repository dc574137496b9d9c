namespace OptOut;

/// <summary>How START (and YES standing for it) changes the state (rule 15).</summary>
internal static class OptInFold
{
    public static RecipientState Apply(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand =>
            {
                var lifted = brand with
                {
                    OptedIn = brand.OptedIn?.At > e.At ? brand.OptedIn : new Mark(e.At, e.Id),
                    Restorable = null,
                    AccountOrigin = null,
                    InboundConsentAt = Times.Later(brand.InboundConsentAt, e.At),
                };
                return (e.Restored ?? []).Aggregate(
                    lifted,
                    (known, campaign) =>
                        known.With(
                            campaign,
                            held =>
                                held with
                                {
                                    Express = Renew(held.Express, held.Suppression, e),
                                    PriorRelationship = Renew(held.PriorRelationship, held.Suppression, e),
                                    // A renewed consent has had no message yet (rule 21).
                                    FirstSendAt = null,
                                    ReconfirmedAt = null,
                                }
                        )
                );
            }
        );

    /// <summary>A renewed consent counts from the opt-in; what had expired by then, or was opted out of on its own, stays so.</summary>
    private static Grant? Renew(Grant? grant, Suppression? own, LedgerEvent e) =>
        grant is null || grant.Until <= e.At || own?.LastOptOutAt >= grant.At || grant.At > e.At
            ? grant
            : grant with
            {
                At = e.At,
                RenewedBy = e.Id,
            };
}

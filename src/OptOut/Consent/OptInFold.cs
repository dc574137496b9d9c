namespace OptOut;

/// <summary>How START (and YES standing for it) changes the state (rule 14).</summary>
internal static class OptInFold
{
    public static RecipientState Apply(RecipientState state, LedgerEvent e) => state.With(e.Brand!, brand =>
    {
        var lifted = brand with { OptedIn = new Mark(e.At, e.Id), Restorable = null, InboundConsentAt = e.At, AccountSince = null };
        return (e.Restored ?? []).Aggregate(lifted, (known, campaign) => known.With(campaign, held => held with
        {
            Express = Renew(held.Express, e),
            PriorRelationship = Renew(held.PriorRelationship, e),
        }));
    });

    /// <summary>A renewed consent counts from the opt-in; what had expired by then stays so.</summary>
    private static Grant? Renew(Grant? grant, LedgerEvent e) =>
        grant is null || grant.Until <= e.At ? grant : grant with { At = e.At, RenewedBy = e.Id };
}

namespace OptOut;

/// <summary>Notes, with each event, at which level the answer changed; whatever rule changed it.</summary>
internal static class SuppressionChanges
{
    public static RecipientState Note(RecipientState before, RecipientState after, LedgerEvent e)
    {
        if (
            e.Type
            is not (
                EventType.OptedOut
                or EventType.SuppressionCorrected
                or EventType.OptedIn
                or EventType.Consented
                or EventType.ConsentWithdrawn
            )
        )
        {
            return after;
        }

        // An opt-out that a newer consent had overtaken leaves the recipient lifted as of that consent.
        var change = new SuppressionChange(e.SupersededAt ?? e.At, e.RecordedAt);
        if (before.Suppression != after.Suppression)
        {
            after = after with { SuppressionChange = change };
        }

        foreach (var brand in after.Brands.Keys)
        {
            after = NoteBrand(before, after, brand, change);
        }

        return after;
    }

    private static RecipientState NoteBrand(RecipientState before, RecipientState after, string brand, SuppressionChange change)
    {
        if (Answer(before, brand, null) != Answer(after, brand, null))
        {
            after = after.With(brand, b => b with { SuppressionChange = change });
        }

        foreach (var campaign in after.Brand(brand).Campaigns.Keys)
        {
            if (Answer(before, brand, campaign) != Answer(after, brand, campaign))
            {
                after = after.With(brand, b => b.With(campaign, c => c with { SuppressionChange = change }));
            }
        }

        return after;
    }

    private static (Coverage.Cover? Cover, Suppression? Latest) Answer(RecipientState state, string brand, string? campaign) =>
        (
            campaign is null ? Coverage.OfBrand(state, brand) : Coverage.OfCampaign(state, brand, campaign),
            Coverage.LatestOver(state, brand, campaign)
        );
}

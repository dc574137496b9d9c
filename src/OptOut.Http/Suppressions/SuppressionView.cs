namespace OptOut.Http;

/// <summary>A recipient's suppression as senders see it.</summary>
internal static class SuppressionView
{
    /// <summary>What suppresses the brand, or the campaign; <c>suppressed: false</c> where nothing does.</summary>
    public static SuppressionResponse Of(RecipientState state, string brand, string? campaign)
    {
        var cover = campaign is null ? Coverage.OfBrand(state, brand) : Coverage.OfCampaign(state, brand, campaign);
        var latest = Coverage.LatestOver(state, brand, campaign);
        var standing = cover?.Suppression;
        return Item(
            state,
            brand,
            campaign,
            standing,
            cover?.Scope,
            cover?.Since,
            standing is null ? Changed(state, brand, campaign) : null
        ) with
        {
            LastOptOutAt = standing?.LastOptOutAt ?? latest?.LastOptOutAt,
        };
    }

    /// <summary>
    /// The items of a list: one for what suppresses the brand as a whole, account-wide opt-outs included, and one for each campaign that is
    /// suppressed on its own. With <paramref name="since"/>: those whose answer changed since then, the lifted ones too.
    /// </summary>
    public static IEnumerable<SuppressionResponse> Listed(RecipientState state, string brand, DateTimeOffset? since)
    {
        var whole = Of(state, brand, null);
        if (Belongs(whole, Changed(state, brand, null), since))
        {
            yield return whole;
        }

        foreach (var (id, campaign) in state.Brand(brand).Campaigns)
        {
            // What covers the campaign through its brand is the brand's item; a campaign of its own is what differs from that.
            var own = campaign.Suppression is { } s && !(campaign.Express?.At > s.LastOptOutAt) ? s : null;
            var differs = own is not null || campaign.Suppression is not null || whole.Suppressed;
            var item = own is null ? Of(state, brand, id) : Item(state, brand, id, own, Scope.Campaign, own.Since, null);
            if (differs && (own is not null || !item.Suppressed) && Belongs(item, campaign.SuppressionChange, since))
            {
                yield return item;
            }
        }
    }

    private static bool Belongs(SuppressionResponse item, SuppressionChange? changed, DateTimeOffset? since) =>
        since is null ? item.Suppressed : changed?.RecordedAt >= since;

    private static SuppressionResponse Item(
        RecipientState state,
        string brand,
        string? campaign,
        Suppression? standing,
        Scope? scope,
        DateTimeOffset? since,
        SuppressionChange? lifted
    ) =>
        new()
        {
            Recipient = state.Recipient,
            Brand = brand,
            Campaign = campaign,
            Suppressed = standing is not null,
            Scope = scope,
            Since = since,
            LastOptOutAt = standing?.LastOptOutAt,
            Source = standing?.Source,
            MessageSid = standing?.MessageSid,
            Keyword = standing?.Keyword,
            LiftedAt = lifted?.At,
        };

    /// <summary>Where a campaign or a brand has no event of its own, the wider scope applies.</summary>
    private static SuppressionChange? Changed(RecipientState state, string brand, string? campaign)
    {
        var known = state.Brand(brand);
        return (campaign is null ? null : known.Campaign(campaign).SuppressionChange) ?? known.SuppressionChange ?? state.SuppressionChange;
    }
}

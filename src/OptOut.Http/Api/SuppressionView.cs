namespace OptOut.Http;

/// <summary>A recipient's suppression as senders see it.</summary>
internal static class SuppressionView
{
    public static SuppressionResponse Of(RecipientState state, string brand, string? campaign)
    {
        var cover = campaign is null ? Coverage.OfBrand(state, brand) : Coverage.OfCampaign(state, brand, campaign);
        return new SuppressionResponse
        {
            Recipient = state.Recipient,
            Brand = brand,
            Campaign = campaign,
            Suppressed = cover is not null,
            Scope = cover?.Scope,
            Since = cover?.Since,
            LastOptOutAt = cover?.Suppression.LastOptOutAt ?? Coverage.LatestOver(state, brand, campaign)?.LastOptOutAt,
            Source = cover?.Suppression.Source,
            MessageSid = cover?.Suppression.MessageSid,
            Keyword = cover?.Suppression.Keyword,
            LiftedAt = cover is null && Coverage.LatestOver(state, brand, campaign) is not null ? LiftedAt(state, brand, campaign) : null,
        };
    }

    private static DateTimeOffset? LiftedAt(RecipientState state, string brand, string? campaign)
    {
        var known = state.Brand(brand);
        var consented = campaign is null ? null : known.Campaign(campaign).Express?.At;
        return consented > known.OptedIn?.At || known.OptedIn is null ? consented : known.OptedIn.At;
    }
}

namespace OptOut;

/// <summary>
/// The algebra of scopes and time: what covers what, and what is newer (rules 2 and 3). Ties deny; specificity never outranks time.
/// </summary>
public static class Coverage
{
    /// <summary>An opt-out that stands, at its scope.</summary>
    public sealed record Cover(Scope Scope, Suppression Suppression, DateTimeOffset Since);

    /// <summary>The opt-out that suppresses the brand as a whole; null when there is none or the recipient lifted it.</summary>
    public static Cover? OfBrand(RecipientState state, string brand)
    {
        var known = state.Brand(brand);
        var lifted = known.OptedIn?.At;
        return Newest(Standing(AccountCover(state, known), lifted), Standing(BrandCover(known), lifted));
    }

    /// <summary>The opt-out that suppresses the campaign; a consent to the campaign newer than all of them lifts it.</summary>
    public static Cover? OfCampaign(RecipientState state, string brand, string campaign)
    {
        var known = state.Brand(brand);
        var held = known.Campaign(campaign);
        var consented = held.Express?.At;
        var lifted = Later(consented, known.OptedIn?.At);
        var own = held.Suppression is { } s ? new Cover(Scope.Campaign, s, s.Since) : null;
        return Newest(Newest(Standing(AccountCover(state, known), lifted), Standing(BrandCover(known), lifted)), Standing(own, consented));
    }

    /// <summary>
    /// The newest opt-out that covers the campaign (or the brand), lifted or not: a consent must be newer to count (rule 2).
    /// </summary>
    public static Suppression? LatestOver(RecipientState state, string brand, string? campaign)
    {
        var known = state.Brand(brand);
        var own = campaign is null ? null : known.Campaign(campaign).Suppression;
        return new[] { state.Suppression, known.Suppression, own }.OfType<Suppression>().MaxBy(s => s.LastOptOutAt);
    }

    /// <summary>Whether the grant is newer than every opt-out that covers it, and has not expired.</summary>
    public static bool IsEffective(RecipientState state, string brand, string? campaign, Grant grant, DateTimeOffset at) =>
        !(grant.Until <= at) && !(LatestOver(state, brand, campaign)?.LastOptOutAt >= grant.At);

    /// <summary>
    /// The campaigns that the recipient effectively holds consent for, on whatever basis (a conversation is none of a campaign's).
    /// </summary>
    public static IEnumerable<string> EffectiveCampaigns(RecipientState state, string brand, DateTimeOffset at) =>
        Campaigns(state, brand, (campaign, grant) => IsEffective(state, brand, campaign, grant, at));

    /// <summary>
    /// Those held just before an event that is taken now and happened at <paramref name="at"/>: what was granted after it does not count.
    /// </summary>
    public static IEnumerable<string> CampaignsHeldBefore(RecipientState state, string brand, DateTimeOffset at) =>
        Campaigns(state, brand, (campaign, grant) => grant.At <= at && IsEffective(state, brand, campaign, grant, at));

    private static IEnumerable<string> Campaigns(RecipientState state, string brand, Func<string, Grant, bool> holds) =>
        from campaign in state.Brand(brand).Campaigns
        where campaign.Value.Grants.Any(grant => holds(campaign.Key, grant))
        select campaign.Key;

    /// <summary>A brand that lifted it once is covered by what came after, and by that one's proof.</summary>
    private static Cover? AccountCover(RecipientState state, BrandState brand) =>
        state.Suppression is not { } s ? null
        : brand.AccountOrigin is { } first
            ? new(
                Scope.Account,
                s with
                {
                    Since = first.Since,
                    Source = first.Source,
                    MessageSid = first.MessageSid,
                    Keyword = first.Keyword,
                },
                first.Since
            )
        : new(Scope.Account, s, s.Since);

    private static Cover? BrandCover(BrandState brand) => brand.Suppression is { } s ? new(Scope.Brand, s, s.Since) : null;

    private static Cover? Standing(Cover? cover, DateTimeOffset? lifted) =>
        cover is null || lifted > cover.Suppression.LastOptOutAt ? null : cover;

    private static Cover? Newest(Cover? a, Cover? b) =>
        a is null ? b
        : b is null || a.Suppression.LastOptOutAt >= b.Suppression.LastOptOutAt ? a
        : b;

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;
}

namespace OptOut;

/// <summary>An opt-out by the recipient's own message (rules 3, 4, 8, 10, 12).</summary>
public static class OptOutRules
{
    public static Decision Decide(RecipientState state, Inbound message, Classification classified, Scope scope)
    {
        // Concurrent messages are ordered by commit (rule 1): an opt-out that commits after an opening message is not older than it,
        // whichever arrived first.
        var at = message.Late
            ? message.ReceivedAt
            : Times.Later(NewestOpening(state, scope == Scope.Account ? null : message.Brand.Id), message.ReceivedAt);
        List<LedgerEvent> events =
        [
            message.Event(EventType.OptedOut, at) with
            {
                Scope = scope,
                Keyword = classified.Keyword,
                Text = message.Text,
                Score = classified.Score,
                Recogniser = classified.Recogniser,
            },
        ];
        events.AddRange(ProviderBlockRules.BlockedBy(state, message, at));

        // Lifted by a newer START before it reached us: "you are unsubscribed" would be untrue.
        var lifted = state.Brand(message.Brand.Id).OptedIn?.At > at;
        return new Decision(
            events,
            classified is { AnsweredByProvider: false, NoConfirmation: false } && !lifted && IsConfirmed(state, message.Brand.Id, at)
                ? new Reply(ReplyKind.OptOutConfirmation, Wording.OptOut(state, message, classified, at))
                : null
        );
    }

    /// <summary>How far the recipient's own opt-out from a brand reaches (rule 4).</summary>
    internal static Scope ScopeOf(Account account) => account.StopScope == StopScope.Account ? Scope.Account : Scope.Brand;

    /// <summary>Rule 8: one confirmation if just before it the brand was not suppressed or any of its consents was effective.</summary>
    public static bool IsConfirmed(RecipientState state, string brand, DateTimeOffset at) =>
        Coverage.OfBrand(state, brand) is null || Coverage.CampaignsHeldBefore(state, brand, at).Any();

    private static DateTimeOffset? NewestOpening(RecipientState state, string? onlyBrand)
    {
        var brands = onlyBrand is null ? state.Brands.Values : [state.Brand(onlyBrand)];
        return brands.SelectMany(Openings).Max();

        static IEnumerable<DateTimeOffset?> Openings(BrandState brand) =>
            [
                brand.OptedIn?.At,
                brand.PriorRelationship?.At,
                .. brand.Conversations.Values.Select(c => (DateTimeOffset?)c.At),
                .. brand.Campaigns.Values.SelectMany(c => c.Grants).Select(g => (DateTimeOffset?)g.At),
                .. brand.Campaigns.Values.Select(c => c.Pending?.At),
            ];
    }
}

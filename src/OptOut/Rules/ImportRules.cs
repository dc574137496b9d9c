namespace OptOut;

/// <summary>
/// Imports are repeated until they are complete, so the same line again changes nothing and says "already": a line is compared with what
/// stands, not with a receipt of its own.
/// </summary>
public static class ImportRules
{
    public static ImportDecision Suppress(RecipientState state, ReportedOptOut optOut, DateTimeOffset now)
    {
        var at = Times.Earlier(optOut.At ?? now, now);
        var brand = state.Brand(optOut.Brand.Id);
        var newer = SuppressionRules.Newer(state, optOut, at);
        var standing = SuppressionRules.Standing(state, optOut);
        var own = optOut.Scope switch
        {
            Scope.Account => state.Suppression,
            Scope.Campaign => brand.Campaign(optOut.Campaign!).Suppression,
            _ => brand.Suppression,
        };

        // A line without a time says that the person is suppressed now; it holds unless something was opened since.
        var known =
            own is not null
            && (
                optOut.At is null
                    ? standing is not null && SuppressionRules.Newer(state, optOut, own.LastOptOutAt) is null
                    : at <= own.LastOptOutAt
            );
        if (known)
        {
            return standing is null ? new(ImportResult.Superseded, [], newer?.Event) : new(ImportResult.AlreadySuppressed, []);
        }

        var before = standing is not null;
        var events = SuppressionRules.Record(state, optOut with { Source = Sources.Import }, now).Events;
        return new(
            before ? ImportResult.AlreadySuppressed
                : newer is not null ? ImportResult.Superseded
                : ImportResult.Added,
            events,
            before ? null : newer?.Event
        );
    }

    public static ImportDecision Consent(RecipientState state, ReportedConsent consent, DateTimeOffset now)
    {
        var at = Times.Earlier(consent.ObtainedAt, now);
        var brand = state.Brand(consent.Brand.Id);
        if (Withdrawal(brand, consent) is { } withdrawn && withdrawn.At >= at)
        {
            return new(ImportResult.Superseded, [], withdrawn.Event);
        }

        var (decision, optedOut, _) = ConsentRules.Record(state, consent with { Source = Sources.Import }, now);
        if (decision is null)
        {
            return new(ImportResult.Superseded, [], optedOut?.Event);
        }

        return Holds(brand, consent, at) ? new(ImportResult.AlreadyConsented, []) : new(ImportResult.Added, decision.Events);
    }

    /// <summary>Every campaign named holds this consent, or a newer one on the same basis, or waits for the answer to it.</summary>
    private static bool Holds(BrandState brand, ReportedConsent consent, DateTimeOffset at) =>
        consent.Campaigns.Count == 0
            ? brand.PriorRelationship?.At >= at
            : consent
                .Campaigns.Select(c => brand.Campaign(c.Id))
                .All(c =>
                    consent.Basis == Basis.PriorRelationship ? c.PriorRelationship?.At >= at : c.Express?.At >= at || c.Pending?.At >= at
                );

    private static Mark? Withdrawal(BrandState brand, ReportedConsent consent) =>
        consent.Campaigns.Count == 0
            ? brand.Withdrawn
            : consent.Campaigns.Select(c => brand.Campaign(c.Id).Withdrawn).OfType<Mark>().MaxBy(mark => mark.At);
}

namespace OptOut;

/// <summary>Consents as senders report, prove and withdraw them (rules 17 to 19, 22).</summary>
public static class ConsentRules
{
    /// <summary>
    /// The decision, or the opt-out that stands against it (409 <c>opted-out</c>), or until when the history went that it belongs to (409
    /// <c>superseded</c>, rule 32).
    /// </summary>
    public readonly record struct Outcome(Decision? Decision, Suppression? OptedOut, DateTimeOffset? GoneUntil = null);

    public static Outcome Record(RecipientState state, ReportedConsent consent, DateTimeOffset now)
    {
        // A clock that is slightly fast must not date a consent after opt-outs that have not happened yet.
        var at = Times.Earlier(consent.ObtainedAt, now);
        if (RetentionRules.GoneUntil(state) is { } gone && at <= gone)
        {
            return new(null, null, gone);
        }

        if (Against(state, consent, at) is { } against)
        {
            return new(null, against);
        }

        Campaign?[] campaigns = consent.Campaigns.Count == 0 ? [null] : [.. consent.Campaigns];
        // One consent has one id, whichever campaigns it names: that of its first event.
        var id = Ledger.EventId(consent.Brand.AccountSid, state.Recipient, state.LastSequence + 1);
        return new(new Decision([.. campaigns.Select(c => Event(consent, c, at, now) with { ConsentId = id })]), null);
    }

    /// <summary>
    /// Withdrawn by the recipient, told to the sender; null when no consent of the brand, or of any where none is named, has the id.
    /// </summary>
    public static Decision? Withdraw(
        RecipientState state,
        string? onlyBrand,
        string consentId,
        string? reason,
        string? actor,
        DateTimeOffset now
    )
    {
        var events =
            from brand in state.Brands
            where onlyBrand is null || brand.Key == onlyBrand
            let held = brand
                .Value.Campaigns.Where(c => c.Value.Grants.Any(g => g.Id == consentId) || c.Value.Pending?.Id == consentId)
                .Select(c => (string?)c.Key)
                .Concat(Enumerable.Repeat<string?>(null, brand.Value.PriorRelationship?.Id == consentId ? 1 : 0))
            from campaign in held
            select new LedgerEvent
            {
                Type = EventType.ConsentWithdrawn,
                At = now,
                Brand = brand.Key,
                Campaign = campaign,
                Source = Sources.Api,
                ConsentId = consentId,
                Text = reason,
                Actor = actor,
            };
        var withdrawn = events.ToArray();
        return withdrawn.Length == 0 ? null : new Decision(withdrawn);
    }

    private static Suppression? Against(RecipientState state, ReportedConsent consent, DateTimeOffset at)
    {
        string?[] campaigns = consent.Campaigns.Count == 0 ? [null] : [.. consent.Campaigns.Select(c => c.Id)];
        foreach (var campaign in campaigns)
        {
            var latest = Coverage.LatestOver(state, consent.Brand.Id, campaign);
            if (latest is null)
            {
                continue;
            }

            var standing = campaign is null
                ? Coverage.OfBrand(state, consent.Brand.Id)
                : Coverage.OfCampaign(state, consent.Brand.Id, campaign);
            var mayLift = consent is { Reconsent: true, Basis: Basis.Express, Source: not Sources.Import };
            if (latest.LastOptOutAt >= at || (standing is not null && !mayLift))
            {
                return standing?.Suppression ?? latest;
            }
        }

        return null;
    }

    private static LedgerEvent Event(ReportedConsent consent, Campaign? campaign, DateTimeOffset at, DateTimeOffset now)
    {
        var pending = consent.Basis == Basis.Express && campaign?.DoubleOptIn == true;
        return new LedgerEvent
        {
            Type = pending ? EventType.ConsentRequested : EventType.Consented,
            At = at,
            Brand = consent.Brand.Id,
            Campaign = campaign?.Id,
            Source = consent.Source,
            Basis = consent.Basis,
            Method = consent.Method,
            Level = consent.Level ?? ConsentMethods.LevelOf(consent.Method, calledToAction: true),
            Language = consent.Language,
            TimeZone = consent.TimeZone,
            ObtainedAt = consent.ObtainedAt,
            Text = consent.Statement,
            Proof = consent.Proof,
            Trigger = consent.Trigger,
            AgeVerified = consent.AgeVerified,
            Frequency = consent.Frequency,
            Until = Until(consent, campaign, pending, at, now),
        };
    }

    private static DateTimeOffset? Until(
        ReportedConsent consent,
        Campaign? campaign,
        bool pending,
        DateTimeOffset at,
        DateTimeOffset now
    ) =>
        consent.Basis == Basis.PriorRelationship
            ? (campaign?.PriorRelationshipWindow ?? Defaults.PriorRelationshipWindow).AddTo(consent.Trigger?.At ?? at)
        : pending ? campaign!.DoubleOptInWindow.AddTo(now)
        : null;
}

namespace OptOut;

/// <summary>Opt-ins by the recipient's own message: START, YES and a campaign's keyword (rules 1, 14 to 16, 22).</summary>
public static class OptInRules
{
    /// <summary>START, UNSTOP: lifts, restores, adds; with nothing of these to do it is an ordinary message (rule 14).</summary>
    public static Decision Start(RecipientState state, Inbound message, Classification classified)
    {
        var unblocked = ProviderBlockRules.Unblock(state, message);
        var cover = Coverage.OfBrand(state, message.Brand.Id);
        if (IsLate(cover?.Suppression, message))
        {
            return new Decision([.. unblocked, Superseded(message, cover!.Suppression, classified)]);
        }

        var restored = Restorable(state, message);
        var added = Added(state, message);
        if (cover is null && restored.Length == 0 && added is null)
        {
            return classified.AnsweredByProvider ? new Decision(unblocked) : Prepend(unblocked, ConversationRules.Ordinary(state, message));
        }

        var optedIn = message.Event(EventType.OptedIn) with
        {
            Scope = Scope.Brand, Keyword = classified.Keyword, Restored = restored.Length == 0 ? null : restored, Text = message.Body,
        };
        return new Decision(
            [.. unblocked, optedIn, .. added is null ? Array.Empty<LedgerEvent>() : [added]],
            Confirmation(message, classified));
    }

    /// <summary>YES answers, in this order: a pending double opt-in, an open conversation, the recipient's own opt-out (rule 15).</summary>
    public static Decision Yes(RecipientState state, Inbound message, Classification classified)
    {
        var brand = state.Brand(message.Brand.Id);
        if (DoubleOptInRules.Confirm(state, message, classified) is { } confirmed)
        {
            return new Decision(confirmed, Confirmation(message, classified));
        }

        var talking = brand.Conversations.Any(c => c.Value.IsOpen(message.ReceivedAt)
            && (c.Key == message.Sender.Address || c.Value.MessagingService == message.Sender.Address));
        return !talking && Coverage.OfBrand(state, message.Brand.Id)?.Suppression is { Source: Sources.Message or Sources.Conversations }
            ? Start(state, message, classified)
            : ConversationRules.Ordinary(state, message);
    }

    /// <summary>A campaign's own keyword consents to that campaign only and lifts what covers it (rule 16).</summary>
    public static Decision Join(RecipientState state, Inbound message, Classification classified)
    {
        var campaign = message.Brand.Campaigns[classified.Campaign!];
        var latest = Coverage.LatestOver(state, message.Brand.Id, campaign.Id);
        if (IsLate(latest, message))
        {
            return new Decision([Superseded(message, latest!, classified) with { Campaign = campaign.Id }]);
        }

        var held = state.Brand(message.Brand.Id).Campaign(campaign.Id).Express is { } grant
            && Coverage.IsEffective(state, message.Brand.Id, campaign.Id, grant, message.ReceivedAt);
        if (campaign.DoubleOptIn && !held)
        {
            return DoubleOptInRules.Request(state, message, campaign, classified);
        }

        // A repeat renews the proof; somebody who is subscribed is not told so again.
        return new Decision([Consented(message, campaign, classified)], held ? null : Confirmation(message, classified));
    }

    internal static LedgerEvent Consented(Inbound message, Campaign campaign, Classification classified) =>
        message.Event(EventType.Consented) with
        {
            Campaign = campaign.Id, Basis = Basis.Express, Method = ConsentMethods.Keyword, Keyword = classified.Keyword,
            ObtainedAt = message.ReceivedAt, Text = campaign.CallToAction ?? message.Body,
        };

    internal static Reply? Confirmation(Inbound message, Classification classified) =>
        classified.AnsweredByProvider ? null : new Reply(ReplyKind.OptInConfirmation, message.Brand.OptInText);

    /// <summary>An opening message that is not provably after the latest opt-out lifts nothing (rule 1).</summary>
    internal static bool IsLate(Suppression? latest, Inbound message) => latest?.LastOptOutAt >= message.ReceivedAt;

    internal static LedgerEvent Superseded(Inbound message, Suppression by, Classification? classified = null) =>
        message.Event(EventType.Superseded) with { SupersededBy = by.Event, Keyword = classified?.Keyword };

    private static string[] Restorable(RecipientState state, Inbound message)
    {
        var brand = state.Brand(message.Brand.Id);
        return [.. (brand.Restorable ?? []).Where(id => message.Brand.Campaigns.ContainsKey(id) && CanRestore(brand.Campaign(id), message.ReceivedAt))];
    }

    /// <summary>Not what was suppressed on its own, expired or withdrawn since.</summary>
    private static bool CanRestore(CampaignState campaign, DateTimeOffset at) =>
        campaign.Grants.Any(grant => !(grant.Until <= at) && !(campaign.Suppression?.LastOptOutAt >= grant.At));

    private static LedgerEvent? Added(RecipientState state, Inbound message) =>
        message.Brand.DefaultCampaign is { } id
        && !Coverage.EffectiveCampaigns(state, message.Brand.Id, message.ReceivedAt).Contains(id, StringComparer.Ordinal)
        && !(state.Brand(message.Brand.Id).Restorable?.Contains(id) == true && CanRestore(state.Brand(message.Brand.Id).Campaign(id), message.ReceivedAt))
            ? Consented(message, message.Brand.Campaigns[id], new Classification(Meaning.OptIn, "START"))
            : null;

    private static Decision Prepend(IReadOnlyList<LedgerEvent> first, Decision decision) => decision with { Events = [.. first, .. decision.Events] };
}

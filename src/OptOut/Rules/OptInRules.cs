namespace OptOut;

/// <summary>Opt-ins by the recipient's own message: START, YES and a campaign's keyword (rules 1, 15, 16, 22).</summary>
public static class OptInRules
{
    /// <summary>START, UNSTOP: lifts, restores, adds; with nothing of these to do it is an ordinary message (rule 15).</summary>
    public static Decision Start(RecipientState state, Inbound message, Classification classified)
    {
        var latest = Coverage.LatestOver(state, message.Brand.Id, null);
        if (IsLate(latest, message))
        {
            return new Decision([Superseded(message, latest!, classified)]);
        }

        var cover = Coverage.OfBrand(state, message.Brand.Id);
        var restored = Restorable(state, message);
        var added = Added(state, message, classified, restored);
        if (cover is null && restored.Length == 0 && added is null)
        {
            var ordinary = ConversationRules.Ordinary(state, message);
            return new Decision(ordinary.Events, classified.AnsweredByProvider ? null : ordinary.Reply);
        }

        var optedIn = message.Event(EventType.OptedIn) with
        {
            Scope = Scope.Brand,
            Keyword = classified.Keyword,
            Restored = restored.Length == 0 ? null : restored,
            Text = message.Text,
        };
        return new Decision([optedIn, .. added?.Events ?? []], added?.Reply ?? Confirmation(state, message, classified));
    }

    /// <summary>YES answers, in this order: a pending double opt-in, an open conversation, the recipient's own opt-out (rule 15).</summary>
    public static Decision Yes(RecipientState state, Inbound message, Classification classified)
    {
        var brand = state.Brand(message.Brand.Id);
        if (DoubleOptInRules.Confirm(state, message, classified) is { } confirmed)
        {
            return new Decision(confirmed, Confirmation(state, message, classified));
        }

        string?[] here = [message.Sender.Address, message.MessagingService];
        var talking = brand.Conversations.Any(c =>
            c.Value.IsOpen(message.ReceivedAt)
            && here.Any(sender => sender is not null && (c.Key == sender || c.Value.MessagingService == sender))
        );
        return
            !talking && Coverage.OfBrand(state, message.Brand.Id)?.Suppression is { LastSource: Sources.Message or Sources.Conversations }
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

        var held =
            state.Brand(message.Brand.Id).Campaign(campaign.Id).Express is { } grant
            && Coverage.IsEffective(state, message.Brand.Id, campaign.Id, grant, message.ReceivedAt);
        if (campaign.DoubleOptIn && !held)
        {
            return DoubleOptInRules.Request(state, message, campaign, classified);
        }

        // A repeat renews the proof; somebody who is subscribed is not told so again.
        return new Decision([Consented(message, campaign, classified)], held ? null : Confirmation(state, message, classified));
    }

    internal static LedgerEvent Consented(Inbound message, Campaign campaign, Classification classified) =>
        message.Event(EventType.Consented) with
        {
            Campaign = campaign.Id,
            Basis = Basis.Express,
            Method = ConsentMethods.Keyword,
            Keyword = classified.Keyword,
            Level = ConsentMethods.LevelOf(ConsentMethods.Keyword, campaign.CallToAction is { Length: > 0 }),
            ObtainedAt = message.ReceivedAt,
            Text = campaign.CallToAction ?? message.Text,
        };

    internal static Reply? Confirmation(RecipientState state, Inbound message, Classification classified) =>
        classified.AnsweredByProvider ? null : new Reply(ReplyKind.OptInConfirmation, Wording.Of(state, message, classified).OptIn);

    /// <summary>An opening message that is not provably after the latest opt-out lifts nothing (rule 1).</summary>
    internal static bool IsLate(Suppression? latest, Inbound message) => latest?.LastOptOutAt >= message.ReceivedAt;

    internal static LedgerEvent Superseded(Inbound message, Suppression by, Classification? classified = null) =>
        message.Event(EventType.Superseded) with
        {
            SupersededBy = by.Event,
            Keyword = classified?.Keyword,
        };

    private static string[] Restorable(RecipientState state, Inbound message)
    {
        var brand = state.Brand(message.Brand.Id);
        return
        [
            .. (brand.Restorable ?? []).Where(id =>
                message.Brand.Campaigns.ContainsKey(id) && CanRestore(brand.Campaign(id), message.ReceivedAt)
            ),
        ];
    }

    /// <summary>Not what was suppressed on its own, expired or withdrawn since.</summary>
    private static bool CanRestore(CampaignState campaign, DateTimeOffset at) =>
        campaign.Grants.Any(grant => !(grant.Until <= at) && !(campaign.Suppression?.LastOptOutAt >= grant.At));

    /// <summary>
    /// The brand's <c>DefaultCampaign</c>, unless it is held, restored or being asked for; with double opt-in its request is what we say
    /// (rule 22).
    /// </summary>
    private static Decision? Added(RecipientState state, Inbound message, Classification classified, IEnumerable<string> restored)
    {
        if (
            message.Brand.DefaultCampaign is not { } id
            || restored.Contains(id, StringComparer.Ordinal)
            || Coverage.EffectiveCampaigns(state, message.Brand.Id, message.ReceivedAt).Contains(id, StringComparer.Ordinal)
            || DoubleOptInRules.IsAsked(state, message, id)
        )
        {
            return null;
        }

        var campaign = message.Brand.Campaigns[id];
        return campaign.DoubleOptIn
            ? DoubleOptInRules.Request(state, message, campaign, classified)
            : new Decision([Consented(message, campaign, classified)]);
    }
}

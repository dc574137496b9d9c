namespace OptOut;

/// <summary>The stage of a check that looks for the consent it can rest on (rules 17, 19, 20, 22, 23).</summary>
internal static class ConsentCheck
{
    /// <summary>What the question's kind of message can rest on.</summary>
    public static CheckAnswer For(RecipientState state, CheckQuestion question, DateTimeOffset now) =>
        question.Kind switch
        {
            CheckKind.Reply => ForReply(state.Brand(question.Brand.Id), question, now),
            CheckKind.Informational => ForInformational(state, question, now),
            CheckKind.OptInRequest => ForOptInRequest(state.Brand(question.Brand.Id), question, now),
            _ => ForCampaign(state, question, now),
        };

    public static CheckAnswer ForCampaign(RecipientState state, CheckQuestion question, DateTimeOffset now)
    {
        var campaign = question.Campaign!.Id;
        var held = state.Brand(question.Brand.Id).Campaign(campaign);
        return ByGrant(state, question, held.Express, Reason.Consented, now) ?? WithoutConsent(held, now);
    }

    public static CheckAnswer ForInformational(RecipientState state, CheckQuestion question, DateTimeOffset now)
    {
        var brand = state.Brand(question.Brand.Id);
        var held = question.Campaign is { } campaign ? brand.Campaign(campaign.Id) : CampaignState.Unknown;
        CheckAnswer?[] grounds =
        [
            ByGrant(state, question, held.Express, Reason.Consented, now),
            ByGrant(state, question, held.PriorRelationship, Reason.PriorRelationship, now),
            ByGrant(state, question, brand.PriorRelationship, Reason.PriorRelationship, now),
        ];
        return Array.Find(grounds, g => g?.Allowed == true) ?? Array.Find(grounds, g => g is not null) ?? WithoutConsent(held, now);
    }

    public static CheckAnswer ForReply(BrandState brand, CheckQuestion question, DateTimeOffset now) =>
        ConversationWith(brand, question) switch
        {
            null => CheckAnswer.Deny(Reason.NoConsent),
            { } open when open.IsOpen(now) => new()
            {
                Allowed = true,
                Reason = Reason.Conversation,
                Evidence = [open.Event],
                Until = open.Until,
            },
            { } closed => CheckAnswer.Deny(Reason.ConversationClosed, closed.Event),
        };

    public static CheckAnswer ForOptInRequest(BrandState brand, CheckQuestion question, DateTimeOffset now) =>
        brand.Campaign(question.Campaign!.Id) switch
        {
            { Pending: { } pending } when pending.Until <= now => CheckAnswer.Deny(Reason.ConsentExpired, pending.Event),
            { Pending: { Asked: true } pending } => CheckAnswer.Deny(Reason.ConsentPending, pending.Event) with { Until = pending.Until },
            { Pending: { } pending } => new()
            {
                Allowed = true,
                Reason = Reason.OptInRequest,
                Evidence = [pending.Event],
                Until = pending.Until,
            },
            _ => CheckAnswer.Deny(Reason.NoConsent),
        };

    /// <summary>The conversation that the question's sender takes part in, itself or as the messaging service behind it.</summary>
    public static Conversation? ConversationWith(BrandState brand, CheckQuestion question) =>
        brand
            .Conversations.Where(c => c.Key == question.Sender || c.Value.MessagingService == question.Sender)
            .Select(c => c.Value)
            .MaxBy(c => (c.ClosedAt is null, c.At));

    /// <summary>Null when there is no grant: then the next ground is tried.</summary>
    private static CheckAnswer? ByGrant(RecipientState state, CheckQuestion question, Grant? grant, Reason reason, DateTimeOffset now)
    {
        if (grant is null)
        {
            return null;
        }

        if (Coverage.LatestOver(state, question.Brand.Id, question.Campaign?.Id) is { } latest && latest.LastOptOutAt >= grant.At)
        {
            return CheckAnswer.Deny(Reason.OptedOut, latest.Event);
        }

        return grant.Until <= now
            ? CheckAnswer.Deny(Reason.ConsentExpired, grant.Event)
            : new()
            {
                Allowed = true,
                Reason = reason,
                Evidence = [.. new[] { grant.Event, grant.RenewedBy }.OfType<string>()],
                Until = grant.Until,
            };
    }

    private static CheckAnswer WithoutConsent(CampaignState held, DateTimeOffset now) =>
        held.Pending switch
        {
            null => CheckAnswer.Deny(Reason.NoConsent),
            { } pending when pending.Until > now => CheckAnswer.Deny(Reason.ConsentPending, pending.Event) with { Until = pending.Until },
            { } lapsed => CheckAnswer.Deny(Reason.ConsentExpired, lapsed.Event),
        };
}

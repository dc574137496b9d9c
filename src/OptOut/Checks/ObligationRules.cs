namespace OptOut;

/// <summary>
/// What an allowed message must do (rules 19 to 21, 25). An obligation ends only when a recorded send says that it fulfilled it.
/// </summary>
public static class ObligationRules
{
    public static IReadOnlyList<Obligation> For(RecipientState state, CheckQuestion question, Reason ground, DateTimeOffset now)
    {
        var brand = state.Brand(question.Brand.Id);
        var campaign = question.Campaign is null ? null : brand.Campaign(question.Campaign.Id);
        var obligations = new List<Obligation>();
        void Oblige(Obligation obligation, bool when)
        {
            if (when)
            {
                obligations.Add(obligation);
            }
        }

        Oblige(Obligation.IdentifySender, !(question.Kind == CheckKind.Reply && IsIdentified(brand, question)));
        Oblige(
            Obligation.OptOutLanguage,
            brand.OptOutLanguageAt is not { } told
                || Times.LatestOf(told) < NewestConsent(brand)
                || IsReminderDue(question, campaign, told, now)
        );
        Oblige(Obligation.ReconfirmConsent, ground == Reason.Consented && IsReconfirmationDue(question.Campaign!, campaign!, now));
        Oblige(Obligation.NoPromotion, ground == Reason.PriorRelationship);
        Oblige(Obligation.StayInConversation, ground == Reason.Conversation);
        Oblige(Obligation.OptOutMeans, OneWayText.Concerns(question));
        return obligations;
    }

    private static bool IsIdentified(BrandState brand, CheckQuestion question) =>
        ConsentCheck.ConversationWith(brand, question) is { } c && c.IdentifiedAt >= c.OpenedAt;

    /// <summary>A recurring campaign says again every <c>RemindEvery</c> how to stop.</summary>
    private static bool IsReminderDue(CheckQuestion question, CampaignState? held, DateTimeOffset told, DateTimeOffset now) =>
        question is { Campaign: { } campaign, Kind: CheckKind.Campaign or CheckKind.Informational }
        && IsRecurring(campaign, held!)
        && campaign.RemindEvery.AddTo(told) <= now;

    /// <summary>Declared, or a fact: the last two messages lie within <c>RemindEvery</c> (rule 21).</summary>
    private static bool IsRecurring(Campaign campaign, CampaignState held) =>
        campaign.Recurring || (held.LastSends is [var first, var second] && second < campaign.RemindEvery.AddTo(first));

    /// <summary>
    /// Since then the brand's next message says again how to stop, whatever kind of consent it was (rule 25). A conversation is the
    /// recipient's own.
    /// </summary>
    private static DateTimeOffset? NewestConsent(BrandState brand) =>
        (
            (DateTimeOffset?[])
                [brand.PriorRelationship?.At, brand.OptedIn?.At, .. brand.Campaigns.Values.SelectMany(c => c.Grants).Select(g => g.At)]
        ).Max();

    /// <summary>
    /// No first message within <c>ReconfirmAfter</c> of the consent, or <c>ReconfirmEvery</c> of a recurring campaign has passed.
    /// </summary>
    private static bool IsReconfirmationDue(Campaign campaign, CampaignState held, DateTimeOffset now)
    {
        var given = held.Express!.At;
        var confirmed = held.ReconfirmedAt > given ? held.ReconfirmedAt.Value : given;
        var firstBy = campaign.ReconfirmAfter.AddTo(given);
        var late = (held.FirstSendAt ?? now) > firstBy && !(held.ReconfirmedAt >= given);
        return late || (IsRecurring(campaign, held) && campaign.ReconfirmEvery is { } every && every.AddTo(confirmed) <= now);
    }
}

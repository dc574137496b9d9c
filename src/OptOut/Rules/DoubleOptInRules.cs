namespace OptOut;

/// <summary>Double opt-in: a consent stays pending until YES (rule 22).</summary>
public static class DoubleOptInRules
{
    /// <summary>Asked for by a campaign's keyword: the answer is the opt-in request, once while one is pending.</summary>
    public static Decision Request(RecipientState state, Inbound message, Campaign campaign, Classification classified)
    {
        if (IsAsked(state, message, campaign.Id))
        {
            return Decision.Nothing;
        }

        var requested = OptInRules.Consented(message, campaign, classified) with
        {
            Type = EventType.ConsentRequested,
            Until = campaign.DoubleOptInWindow.AddTo(message.ReceivedAt),
            // The provider has answered, so we send nothing; the sender still has to ask.
            Asked = classified.AnsweredByProvider ? false : null,
        };
        return new Decision(
            [requested],
            classified.AnsweredByProvider ? null : new Reply(ReplyKind.OptInRequest, Wording.Of(state, message, classified).OptInRequest)
        );
    }

    /// <summary>The one request has gone out and waits for its answer.</summary>
    public static bool IsAsked(RecipientState state, Inbound message, string campaign) =>
        state.Brand(message.Brand.Id).Campaign(campaign).Pending is { Asked: true } pending && pending.Until > message.ReceivedAt;

    /// <summary>The consents that YES confirms: all campaigns of the latest request on this sender; null when none is pending.</summary>
    public static IReadOnlyList<LedgerEvent>? Confirm(RecipientState state, Inbound message, Classification classified)
    {
        var open = state
            .Brand(message.Brand.Id)
            .Campaigns.Where(c =>
                c.Value.Pending is { } pending
                && pending.At < message.ReceivedAt
                && message.ReceivedAt < pending.Until
                && (pending.Sender is null || pending.Sender == message.Sender.Address || pending.Sender == message.MessagingService)
                && !OptInRules.IsLate(Coverage.LatestOver(state, message.Brand.Id, c.Key), message)
                && message.Brand.Campaigns.ContainsKey(c.Key)
            )
            .ToArray();
        var latest = open.Select(c => c.Value.Pending!).MaxBy(pending => pending.At);
        return latest is null
            ? null
            :
            [
                .. open.Where(c => c.Value.Pending!.Id == latest.Id)
                    .Select(c =>
                        Confirmed(
                            OptInRules.Consented(message, message.Brand.Campaigns[c.Key], classified) with
                            {
                                ConsentId = latest.Id,
                                About = c.Value.Pending!.Event,
                            },
                            c.Value.Pending!.Level
                        )
                    ),
            ];
    }

    /// <summary>What was signed stays signed: YES confirms it (rule 37).</summary>
    private static LedgerEvent Confirmed(LedgerEvent consent, ConsentLevel asked) =>
        asked > consent.Level ? consent with { Level = asked } : consent;
}

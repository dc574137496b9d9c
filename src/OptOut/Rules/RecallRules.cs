namespace OptOut;

/// <summary>Which scheduled messages an opt-out takes back (rule 40).</summary>
public static class RecallRules
{
    /// <summary>Those that wait and that a suppression covers: the account's, the brand's or their campaign's.</summary>
    public static IReadOnlyList<(string Brand, ScheduledMessage Message, string OptOut)> ToRecall(
        RecipientState state,
        DateTimeOffset now
    ) =>
        [
            .. from brand in state.Brands
            from message in brand.Value.Scheduled ?? []
            where message.SendAt > now
            let cover = message.Campaign is { } campaign
                ? Coverage.OfCampaign(state, brand.Key, campaign)
                : Coverage.OfBrand(state, brand.Key)
            where cover is not null
            select (brand.Key, message, cover.Suppression.Event),
        ];

    /// <summary>The event that says so.</summary>
    public static LedgerEvent Recalled(string brand, ScheduledMessage message, string optOut, DateTimeOffset now) =>
        new()
        {
            Type = EventType.SendRecalled,
            At = now,
            Brand = brand,
            Campaign = message.Campaign,
            Source = Sources.FollowUp,
            Proof = new Proof(MessageSid: message.MessageSid),
            About = optOut,
            SendAt = message.SendAt,
        };
}

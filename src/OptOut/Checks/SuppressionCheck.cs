namespace OptOut;

/// <summary>The stage of a check that looks at opt-outs and provider blocks (rules 2, 11, 12).</summary>
internal static class SuppressionCheck
{
    public static CheckAnswer? Deny(RecipientState state, CheckQuestion question, DateTimeOffset now)
    {
        var brand = state.Brand(question.Brand.Id);
        var cover = question is { Kind: not CheckKind.Reply, Campaign: { } campaign }
            ? Coverage.OfCampaign(state, question.Brand.Id, campaign.Id)
            : Coverage.OfBrand(state, question.Brand.Id);
        if (cover is not null && !OpenedAfter(brand, question, cover.Suppression.LastOptOutAt, now))
        {
            return CheckAnswer.Deny(Reason.OptedOut, cover.Suppression.Event);
        }

        return ReviewCheck.Deny(brand, question, now) ?? Blocked(state, question, now);
    }

    /// <summary>The senders left to use, given only when they are not all of the brand's and the question names none.</summary>
    public static IReadOnlyList<string>? UsableSenders(BrandState brand, CheckQuestion question) =>
        question.Sender is null && Usable(brand, question) is { } usable && usable.Count < question.Brand.Senders.Count ? usable : null;

    private static CheckAnswer? Blocked(RecipientState state, CheckQuestion question, DateTimeOffset now)
    {
        var brand = state.Brand(question.Brand.Id);
        if (question.Sender is not null)
        {
            return ProviderBlockRules.Of(brand, question.Sender) is { } block
                ? CheckAnswer.Deny(Reason.ProviderBlocked, block.Event) with
                {
                    Hint = BlockHint.For(state, question, now),
                }
                : null;
        }

        return SenderCheck.Registered(question).Any() && Usable(brand, question).Count == 0
            ? CheckAnswer.Deny(Reason.ProviderBlocked, brand.ProviderBlocks.Values.Select(b => b.Event)) with
            {
                UsableSenders = [],
                Hint = BlockHint.For(state, question, now),
            }
            : null;
    }

    /// <summary>The senders that the message may go out from and no provider blocks.</summary>
    public static IReadOnlyList<string> Usable(BrandState brand, CheckQuestion question) =>
        [.. SenderCheck.Registered(question).Where(address => ProviderBlockRules.Of(brand, address) is null)];

    /// <summary>Rule 11: the recipient spoke, or asked for a double opt-in, after opting out.</summary>
    internal static bool OpenedAfter(BrandState brand, CheckQuestion question, DateTimeOffset optedOutAt, DateTimeOffset now) =>
        question.Kind switch
        {
            CheckKind.Reply => question.Brand.ReplyAfterOptOut == ReplyAfterOptOut.Allowed
                && ConsentCheck.ConversationWith(brand, question) is { } open
                && open.IsOpen(now)
                && open.OpenedAt > optedOutAt,
            CheckKind.OptInRequest => question.Campaign is { } c && brand.Campaign(c.Id).Pending?.At > optedOutAt,
            _ => false,
        };
}

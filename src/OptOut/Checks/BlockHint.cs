namespace OptOut;

/// <summary>What ends a provider's block of somebody who wants the messages: which word, texted to which sender (rule 12).</summary>
internal static class BlockHint
{
    /// <summary>
    /// The sentence; null where nothing is blocked, or no consent stands either, so that there is more missing than a word.
    /// </summary>
    public static string? For(RecipientState state, CheckQuestion question, DateTimeOffset now)
    {
        var brand = state.Brand(question.Brand.Id);
        if (brand.ProviderBlocks.Count == 0 || !Consented(state, question, now))
        {
            return null;
        }

        var blocked = question
            .Brand.Senders.Where(s =>
                (question.Sender is null || s.Address == question.Sender) && ProviderBlockRules.Of(brand, s.Address) is not null
            )
            .ToList();
        var ways = blocked
            .Select(sender => Number(brand, question.Brand, sender))
            .OfType<Sender>()
            .DistinctBy(s => s.Address, StringComparer.Ordinal)
            .Select(Say)
            .ToList();
        return ways.Count == 0
            ? null
            : $"The recipient consented, but the provider still refuses {string.Join(", ", blocked.Select(s => s.Address))}. Ask them, by a way that is not blocked, to text {string.Join(", or ", ways)}.";
    }

    /// <summary>
    /// What a person can text: of a messaging service, a number that is known to answer for it, or any that it would block.
    /// </summary>
    private static Sender? Number(BrandState brand, Brand configured, Sender sender) =>
        !SenderAddresses.IsService(sender.Address)
            ? sender.IsOneWay
                ? null
                : sender
            : configured.Senders.FirstOrDefault(s => brand.ServiceOf(s.Address) == sender.Address && !s.IsOneWay)
                ?? configured.Senders.FirstOrDefault(s =>
                    !SenderAddresses.IsService(s.Address) && SenderAddresses.SharesOptOuts(s.Address) && !s.IsOneWay
                );

    private static string Say(Sender sender) => $"START to {sender.Address}";

    /// <summary>With a request to opt in there is no consent yet, whoever asked for it.</summary>
    private static bool Consented(RecipientState state, CheckQuestion question, DateTimeOffset now) =>
        question.Kind != CheckKind.OptInRequest && ConsentCheck.For(state, question, now).Allowed;
}

namespace OptOut;

/// <summary>
/// The stage of a check that counts recorded sends and held places against what the recipient prefers, what the campaign promised and what
/// a state allows (rule 28). The strictest decides: the one that frees a place last.
/// </summary>
internal static class FrequencyCheck
{
    /// <summary>
    /// No limit denies a reply, which the recipient asked for, or an opt-in request, of which there is only one. Every message that was
    /// sent counts, whatever its kind.
    /// </summary>
    public static CheckAnswer? Deny(
        RecipientState state,
        IReadOnlyCollection<Reservation> reserved,
        CheckQuestion question,
        RecipientAddress recipient,
        DateTimeOffset now
    )
    {
        var held = reserved.Where(r => r.Brand == question.Brand.Id && r.Until > now).ToList();
        if (question.Kind == CheckKind.OptInRequest)
        {
            var asking = held.Find(r => r.Kind == CheckKind.OptInRequest && r.Campaign == question.Campaign?.Id);
            return asking is null ? null : CheckAnswer.Deny(Reason.ConsentPending) with { Until = asking.Until };
        }

        if (question.Kind == CheckKind.Reply)
        {
            return null;
        }

        CheckAnswer? strictest = null;
        foreach (var limit in Limits(state, question, recipient))
        {
            if (FreeAt(limit, held, now) is { } free && !(strictest?.Until >= free))
            {
                strictest = CheckAnswer.Deny(Reason.FrequencyExceeded, limit.Evidence) with { Until = free, Hint = limit.Says };
            }
        }

        return strictest;
    }

    /// <summary>When a place is free again; null while one is.</summary>
    private static DateTimeOffset? FreeAt(Limit limit, List<Reservation> held, DateTimeOffset now)
    {
        var taken = limit
            .Sends.Select(limit.Frequency.Per.AddTo)
            .Concat(
                held.Where(r =>
                        r.Kind is CheckKind.Campaign or CheckKind.Informational && (limit.Campaign is null || r.Campaign == limit.Campaign)
                    )
                    .Select(r => r.Until)
            )
            .Where(until => until > now)
            .Order()
            .ToList();
        return taken.Count < limit.Frequency.Max ? null : taken[taken.Count - limit.Frequency.Max];
    }

    private static IEnumerable<Limit> Limits(RecipientState state, CheckQuestion question, RecipientAddress recipient)
    {
        var brand = state.Brand(question.Brand.Id);
        if (brand.Frequency is { } preferred)
        {
            yield return new(preferred, brand.Sends, null, brand.FrequencyEvent, Say("The recipient prefers", preferred));
        }

        if (question.Campaign is { Promised: { } promised } campaign)
        {
            yield return new(
                promised,
                brand.Campaign(campaign.Id).Sends ?? [],
                campaign.Id,
                $"promise:{campaign.Id}",
                Say("The campaign promised", promised)
            );
        }

        if (question.IsMarketing && LegalFrequency.Of(Whereabouts.Region(state, recipient)) is { } law)
        {
            yield return new(law.Frequency, brand.Sends, null, $"law:{law.Region}", Say($"The law of {law.Region} allows", law.Frequency));
        }
    }

    private static string Say(string who, Frequency frequency) => $"{who} at most {frequency.Max} in {frequency.Per}.";

    /// <param name="Sends">What counts against it.</param>
    /// <param name="Campaign">The only campaign whose held places count; null: the brand's.</param>
    /// <param name="Evidence">The ledger event of a preference, or the name of a promise or a law.</param>
    /// <param name="Says">For people.</param>
    private sealed record Limit(Frequency Frequency, IReadOnlyList<DateTimeOffset> Sends, string? Campaign, string? Evidence, string Says);
}

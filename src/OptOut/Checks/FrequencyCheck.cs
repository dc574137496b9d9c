namespace OptOut;

/// <summary>The stage of a check that counts recorded sends and held places against the recipient's preference (rule 28).</summary>
internal static class FrequencyCheck
{
    /// <summary>
    /// A reply is the recipient's own wish and an opt-in request is limited to one: the preference denies neither. What was sent counts, whatever its kind.
    /// </summary>
    public static CheckAnswer? Deny(BrandState brand, IReadOnlyCollection<Reservation> reserved, CheckQuestion question, DateTimeOffset now)
    {
        var held = reserved.Where(r => r.Brand == question.Brand.Id && r.Until > now).ToList();
        if (question.Kind == CheckKind.OptInRequest)
        {
            var asking = held.Find(r => r.Kind == CheckKind.OptInRequest && r.Campaign == question.Campaign?.Id);
            return asking is null ? null : CheckAnswer.Deny(Reason.ConsentPending) with { Until = asking.Until };
        }

        if (brand.Frequency is not { } limit || question.Kind == CheckKind.Reply)
        {
            return null;
        }

        var free = brand.Sends.Select(limit.Per.AddTo)
            .Concat(held.Where(r => r.Kind is CheckKind.Campaign or CheckKind.Informational).Select(r => r.Until))
            .Where(until => until > now).Order().ToList();
        return free.Count < limit.Max ? null : CheckAnswer.Deny(Reason.FrequencyExceeded, brand.FrequencyEvent) with { Until = free[free.Count - limit.Max] };
    }
}

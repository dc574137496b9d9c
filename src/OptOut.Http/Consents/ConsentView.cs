namespace OptOut.Http;

/// <summary>Consents as senders see them: one item a consent, whichever campaigns it names.</summary>
internal static class ConsentView
{
    public static ConsentResponse Of(RecipientKey key, IReadOnlyList<LedgerEvent> events) =>
        From(key, events, events[0].Type == EventType.ConsentRequested ? "pending" : "effective");

    public static ConsentResponse Withdrawn(RecipientKey key, IReadOnlyList<LedgerEvent> events) => From(key, events, "withdrawn");

    /// <summary>The consents in force, pending, expired, or closed by an opt-out.</summary>
    public static IReadOnlyList<ConsentResponse> All(
        RecipientKey key,
        RecipientState state,
        string brand,
        IReadOnlyList<LedgerEvent> proofs,
        DateTimeOffset now
    )
    {
        var known = state.Brand(brand);
        var grants = known.Campaigns.SelectMany(c => c.Value.Grants.Select(g => (Campaign: (string?)c.Key, Grant: g)));
        if (known.PriorRelationship is { } wide)
        {
            grants = grants.Append((null, wide));
        }

        var granted = grants.Select(g =>
            (
                g.Grant.Event,
                Status: Coverage.IsEffective(state, brand, g.Campaign, g.Grant, now) ? "effective"
                : g.Grant.Until <= now ? "expired"
                : "opted-out"
            )
        );
        var pending = known
            .Campaigns.Values.Select(c => c.Pending)
            .OfType<Request>()
            .Select(p => (p.Event, Status: p.Until > now ? "pending" : "expired"));
        var byEvent = proofs.ToDictionary(p => p.Id, StringComparer.Ordinal);
        return
        [
            .. granted
                .Concat(pending)
                .Where(h => byEvent.ContainsKey(h.Event))
                .GroupBy(h => (byEvent[h.Event].ConsentId, h.Status))
                .Select(group => From(key, [.. group.Select(h => byEvent[h.Event])], group.Key.Status)),
        ];
    }

    private static ConsentResponse From(RecipientKey key, IReadOnlyList<LedgerEvent> events, string status)
    {
        var first = events[0];
        return new ConsentResponse
        {
            Id = first.ConsentId!,
            Recipient = key.Recipient.Value,
            Brand = first.Brand!,
            Campaigns = [.. events.Select(e => e.Campaign).OfType<string>()],
            Basis = first.Basis ?? Basis.Express,
            Status = status,
            Method = first.Method,
            Level = first.Level,
            ObtainedAt = first.ObtainedAt,
            RecordedAt = first.RecordedAt,
            Until = first.Until,
            Statement = first.Type == EventType.ConsentWithdrawn ? null : first.Text,
            Proof = first.Proof,
            Trigger = first.Trigger,
            AgeVerified = first.AgeVerified,
            Frequency = first.Frequency,
        };
    }
}

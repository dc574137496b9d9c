namespace OptOut;

/// <summary>A number's life: reported reassigned or deactivated, it belongs to somebody else, or to nobody (rule 36).</summary>
public static class NumberLifeRules
{
    /// <summary>What a report comes to; nothing where the state knows of that change, or of a later one.</summary>
    /// <param name="state">The recipient's state.</param>
    /// <param name="at">Since when; a clock a little ahead counts as now.</param>
    /// <param name="source">By which way it reached us: <see cref="Sources"/>.</param>
    /// <param name="origin">Where it is known from, in the reporter's words.</param>
    /// <param name="now">The time of the report.</param>
    public static IReadOnlyList<LedgerEvent> Report(
        RecipientState state,
        DateTimeOffset at,
        string source,
        string? origin,
        DateTimeOffset now
    )
    {
        var since = Times.Earlier(at, now);
        return state.Reassigned?.At >= since
            ? []
            :
            [
                new LedgerEvent
                {
                    Type = EventType.NumberReassigned,
                    At = since,
                    Source = source,
                    Origin = origin,
                },
            ];
    }

    /// <summary>The same for a line of an import.</summary>
    public static ImportDecision Import(RecipientState state, DateTimeOffset at, string? origin, DateTimeOffset now)
    {
        var events = Report(state, at, Sources.Import, origin, now);
        return events.Count == 0 ? new(ImportResult.AlreadyReassigned, [], state.Reassigned?.Event) : new(ImportResult.Added, events);
    }
}

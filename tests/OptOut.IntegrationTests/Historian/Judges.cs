namespace OptOut.IntegrationTests;

/// <summary>Look at a recording, and say what must not be in one. Each knows nothing but what a caller can see.</summary>
internal static class Judges
{
    private static readonly string[] Openings = ["opted-in", "consented", "suppression-corrected"];

    /// <summary>All anomalies; empty for a run as it should be.</summary>
    public static IReadOnlyList<string> Judge(Recording recording) =>
        [.. RealTime(recording), .. Ledgers(recording), .. Agreement(recording), .. Redeliveries(recording), .. Confirmations(recording), .. Followers(recording)];

    /// <summary>
    /// No check says yes that began after an opt-out was acknowledged, unless an opening may have come between: one that had not ended when the opt-out began,
    /// and began before the check ended.
    /// </summary>
    private static IEnumerable<string> RealTime(Recording recording)
    {
        foreach (var person in recording.Operations.GroupBy(o => o.Person, StringComparer.Ordinal))
        {
            var closings = person.Where(o => o is { Effect: Effect.Closes, Acknowledged: true }).OrderBy(o => o.Ended).ToList();
            // An opening that was not acknowledged may have been done all the same.
            var openings = person.Where(o => o.Effect == Effect.Opens).ToList();
            foreach (var check in person.Where(o => o is { Kind: "check", Answer: "yes" }))
            {
                if (closings.LastOrDefault(c => c.Ended < check.Began) is { } closing && !openings.Exists(o => o.Ended > closing.Began && o.Began < check.Ended))
                {
                    yield return $"{person.Key}: a check says yes {check.Began - closing.Ended} ticks after {closing.Kind} was answered.";
                }
            }
        }
    }

    /// <summary>Numbers from 1 without a gap, and every acknowledged opt-out by text is there.</summary>
    private static IEnumerable<string> Ledgers(Recording recording)
    {
        foreach (var (person, standing) in recording.Standings)
        {
            if (!standing.History.Select(e => e.Sequence).SequenceEqual(Enumerable.Range(1, standing.History.Count).Select(n => (long)n)))
            {
                yield return $"{person}: the ledger has a gap.";
            }

            var held = standing.History.Where(e => e.Type == "opted-out").Select(e => e.MessageSid).ToHashSet(StringComparer.Ordinal);
            foreach (var lost in recording.Operations.Where(o => o.Person == person && o is { Kind: "STOP", Acknowledged: true } && !held.Contains(o.MessageSid)).Select(o => o.MessageSid).Distinct(StringComparer.Ordinal))
            {
                yield return $"{person}: the STOP {lost} was acknowledged and is not in the ledger.";
            }
        }
    }

    /// <summary>History, audit, list, export and the recipient's own state tell one thing.</summary>
    private static IEnumerable<string> Agreement(Recording recording)
    {
        foreach (var (person, standing) in recording.Standings)
        {
            if (!standing.History.Select(e => e.Id).Order(StringComparer.Ordinal).SequenceEqual(standing.Audit.Select(e => e.Id).Order(StringComparer.Ordinal), StringComparer.Ordinal))
            {
                yield return $"{person}: history and audit differ.";
            }

            if (standing.Suppressed != standing.Listed || standing.Suppressed != standing.Exported)
            {
                yield return $"{person}: suppressed {standing.Suppressed}, listed {standing.Listed}, exported {standing.Exported}.";
            }
        }
    }

    /// <summary>A message is answered the same however often it is delivered, or empty once its confirmation goes another way.</summary>
    private static IEnumerable<string> Redeliveries(Recording recording) => recording.Operations
        .Where(o => o is { MessageSid: not null, Acknowledged: true })
        .GroupBy(o => o.MessageSid!, StringComparer.Ordinal)
        .Where(deliveries => deliveries.Select(d => d.Answer).Where(HasMessage).Distinct(StringComparer.Ordinal).Count() > 1)
        .Select(deliveries => $"{deliveries.Key} has answers that differ.");

    /// <summary>Between two openings at most one opt-out is confirmed (rule 8).</summary>
    private static IEnumerable<string> Confirmations(Recording recording)
    {
        var confirmed = recording.Operations.Where(o => o.Kind == "STOP" && HasMessage(o.Answer)).Select(o => o.MessageSid).ToHashSet(StringComparer.Ordinal);
        foreach (var (person, standing) in recording.Standings)
        {
            var since = 0;
            foreach (var entry in standing.History)
            {
                since = Openings.Contains(entry.Type, StringComparer.Ordinal) ? 0
                    : entry.Type == "opted-out" && entry.MessageSid is not null && confirmed.Contains(entry.MessageSid) ? since + 1
                    : since;
                if (since > 1)
                {
                    yield return $"{person}: a second confirmation at {entry.Sequence}, and nothing opened in between.";
                }
            }
        }
    }

    /// <summary>Whoever goes on from each list's <c>asOf</c> was shown everybody who ever opted out.</summary>
    private static IEnumerable<string> Followers(Recording recording) =>
        from follower in recording.Followed
        from person in recording.Operations.Where(o => o is { Effect: Effect.Closes, Acknowledged: true }).Select(o => o.Person).Distinct(StringComparer.Ordinal)
        where !follower.Value.Contains(person)
        select $"{follower.Key} was never shown {person}.";

    private static bool HasMessage(string twiml) => twiml.Contains("<Message", StringComparison.Ordinal);
}

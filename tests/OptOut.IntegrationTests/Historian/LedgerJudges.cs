namespace OptOut.IntegrationTests;

/// <summary>The judges of what is kept: gapless, complete, and one thing by whatever way it is asked for.</summary>
internal static class LedgerJudges
{
    /// <summary>What decides whether the brand is suppressed: a consent opens its campaign only.</summary>
    private static readonly string[] Decisive = ["opted-out", "opted-in", "suppression-corrected"];

    /// <summary>
    /// Numbers from 1 without a gap, and what was acknowledged is there: each opt-out by text and each send once, each consent once or
    /// more.
    /// </summary>
    public static IEnumerable<string> Ledgers(Recording recording)
    {
        var done = recording.Operations.Where(o => o.Acknowledged).ToLookup(o => o.Person, StringComparer.Ordinal);
        foreach (var (person, standing) in recording.Standings)
        {
            if (!standing.History.Select(e => e.Sequence).SequenceEqual(Enumerable.Range(1, standing.History.Count).Select(n => (long)n)))
            {
                yield return $"{person}: the ledger has a gap.";
            }

            HashSet<string?> optOuts = [.. standing.History.Where(e => e.Type == "opted-out").Select(e => e.MessageSid)],
                ids = [.. standing.History.Select(e => e.Id)];
            foreach (
                var lost in done[person]
                    .Where(o => o.Kind == "STOP" && !optOuts.Contains(o.MessageSid))
                    .Select(o => o.MessageSid)
                    .Distinct(StringComparer.Ordinal)
            )
            {
                yield return $"{person}: the STOP {lost} was acknowledged and is not in the ledger.";
            }

            foreach (
                var twice in standing
                    .History.Where(e => e.Type == "opted-out" && e.MessageSid is not null)
                    .GroupBy(e => e.MessageSid, StringComparer.Ordinal)
                    .Where(e => e.Count() > 1)
            )
            {
                yield return $"{person}: the STOP {twice.Key} is {twice.Count()} times in the ledger.";
            }

            foreach (var lost in done[person].Where(o => o.Kind == "consent" && !ids.Contains(o.Answer)))
            {
                yield return $"{person}: the consent {lost.Answer} was acknowledged and is not in the ledger.";
            }

            var sends = standing.History.Where(e => e.Type == "send-recorded").ToLookup(e => e.MessageSid, StringComparer.Ordinal);
            foreach (var send in done[person].Where(o => o.Kind == "send" && sends[o.MessageSid].Count() != 1))
            {
                yield return $"{person}: the send {send.MessageSid} is {sends[send.MessageSid].Count()} times in the ledger.";
            }
        }
    }

    /// <summary>History, audit, list, export and the recipient's own state tell one thing.</summary>
    public static IEnumerable<string> Agreement(Recording recording)
    {
        foreach (var (person, standing) in recording.Standings)
        {
            if (
                !standing
                    .History.Select(e => e.Id)
                    .Order(StringComparer.Ordinal)
                    .SequenceEqual(standing.Audit.Select(e => e.Id).Order(StringComparer.Ordinal), StringComparer.Ordinal)
            )
            {
                yield return $"{person}: history and audit differ.";
            }

            if (standing.Suppressed != standing.Listed || standing.Suppressed != standing.Exported)
            {
                yield return $"{person}: suppressed {standing.Suppressed}, listed {standing.Listed}, exported {standing.Exported}.";
            }

            var last = standing.History.LastOrDefault(e => Decisive.Contains(e.Type, StringComparer.Ordinal));
            if (standing.Suppressed != (last?.Type == "opted-out"))
            {
                yield return $"{person}: suppressed {standing.Suppressed}, and the history ends with {last?.Type ?? "nothing"}: "
                    + string.Join(", ", standing.History.TakeLast(4).Select(e => $"{e.Sequence} {e.Type}"));
            }
        }
    }
}

using System.Xml.Linq;

namespace OptOut.IntegrationTests;

/// <summary>Look at a recording, and say what must not be in one. Each knows nothing but what a caller can see.</summary>
internal static class Judges
{
    /// <summary>All anomalies; empty for a run as it should be.</summary>
    public static IReadOnlyList<string> Judge(Recording recording) =>
        [
            .. RealTime(recording),
            .. LedgerJudges.Ledgers(recording),
            .. LedgerJudges.Agreement(recording),
            .. Redeliveries(recording),
            .. Confirmations(recording),
            .. Followers(recording),
        ];

    /// <summary>The text of a TwiML's message; null where it has none.</summary>
    public static string? TextOf(string twiml) =>
        twiml.Contains("<Message", StringComparison.Ordinal) ? XDocument.Parse(twiml).Descendants("Message").Single().Value : null;

    /// <summary>
    /// No check says yes that began after an opt-out was acknowledged, unless an opening may have come between: one that had not ended when
    /// the opt-out began, and began before the check ended.
    /// </summary>
    private static IEnumerable<string> RealTime(Recording recording)
    {
        foreach (var person in recording.Operations.GroupBy(o => o.Person, StringComparer.Ordinal))
        {
            // With faults a text is acknowledged when the queue has it, too; one that is confirmed is in the ledger.
            var closings = person
                .Where(o =>
                    o is { Effect: Effect.Closes, Acknowledged: true }
                    && !(recording.HadFaults && o.Kind == "STOP" && TextOf(o.Answer) is null)
                )
                .OrderBy(o => o.Ended)
                .ToList();
            var openings = person.Where(o => o.Effect == Effect.Opens && (o.Acknowledged || o.IsUnknown)).ToList();
            foreach (var check in person.Where(o => o is { Kind: "check", Answer: "yes" }))
            {
                if (
                    closings.LastOrDefault(c => c.Ended < check.Began) is { } closing
                    && !openings.Exists(o => EndOf(o) > closing.Began && o.Began < check.Ended)
                )
                {
                    yield return $"{person.Key}: a check says yes {check.Began - closing.Ended} ticks after {closing.Kind} was answered.";
                }
            }
        }

        long EndOf(Operation opening) =>
            opening.IsUnknown || (recording.HadFaults && opening.MessageSid is not null) ? long.MaxValue : opening.Ended;
    }

    /// <summary>A message is answered the same however often it is delivered, or empty once its confirmation goes another way.</summary>
    private static IEnumerable<string> Redeliveries(Recording recording) =>
        recording
            .Operations.Where(o => o is { MessageSid: not null, Acknowledged: true })
            .GroupBy(o => o.MessageSid!, StringComparer.Ordinal)
            .Where(deliveries =>
                deliveries.Select(d => d.Answer).Where(a => TextOf(a) is not null).Distinct(StringComparer.Ordinal).Count() > 1
            )
            .Select(deliveries => $"{deliveries.Key} has answers that differ.");

    /// <summary>
    /// The phone has one confirmation for each opt-out by text that ended something (rule 8), by a count of the history that knows nothing
    /// of receipts.
    /// </summary>
    private static IEnumerable<string> Confirmations(Recording recording)
    {
        var words = recording
            .Operations.Where(o => o.Kind == "STOP")
            .Select(o => TextOf(o.Answer))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (person, standing) in recording.Standings)
        {
            var (due, closed, held) = (0, false, false);
            foreach (var entry in standing.History)
            {
                switch (entry.Type)
                {
                    case "opted-out":
                        due += entry.MessageSid is not null && (!closed || held) ? 1 : 0;
                        (closed, held) = (true, false);
                        break;
                    case "consented":
                        held = true;
                        break;
                    case "opted-in" or "suppression-corrected":
                        closed = false;
                        break;
                }
            }

            var had = standing.Phone.Count(words.Contains);
            // A START that overtakes a confirmation which goes by REST withholds it.
            if (had > due || (had < due && !recording.HadFaults))
            {
                yield return $"{person}: {due} confirmations are due, the phone has {had}.";
            }
        }
    }

    /// <summary>Whoever goes on from each list's <c>asOf</c> was shown everybody who ever opted out.</summary>
    private static IEnumerable<string> Followers(Recording recording) =>
        from follower in recording.Followed
        from person in recording
            .Operations.Where(o => o is { Effect: Effect.Closes, Acknowledged: true })
            .Select(o => o.Person)
            .Distinct(StringComparer.Ordinal)
        where !follower.Value.Contains(person)
        select $"{follower.Key} was never shown {person}.";
}

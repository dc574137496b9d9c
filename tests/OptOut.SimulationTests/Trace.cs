using System.Globalization;

namespace OptOut.SimulationTests;

/// <summary>What a reader of a trace wants to know of things; nothing that a repetition would name otherwise.</summary>
internal static class Trace
{
    public static string Of(object? thing) =>
        thing switch
        {
            null => "nothing",
            Receipt { Confirmation: { } c } r => string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Id} {r.FirstSequence}-{r.LastSequence} {c.Kind} {c.Route} {c.State} not found {c.NotFoundAt:HH:mm:ss.fff}"
            ),
            Receipt r => string.Create(CultureInfo.InvariantCulture, $"{r.Id} {r.FirstSequence}-{r.LastSequence}"),
            RecipientRecord r => string.Create(CultureInfo.InvariantCulture, $"version {r.Version}, {r.State.LastSequence} events"),
            QueueModel.Letter l => string.Create(CultureInfo.InvariantCulture, $"{Of(l.FollowUp)} attempt {l.FollowUp.Attempts}"),
            MessageFollowUp f => f.MessageSid,
            PublicationFollowUp f => string.Create(CultureInfo.InvariantCulture, $"{f.FirstSequence}-{f.LastSequence}"),
            FollowUp f => f.GetType().Name,
            SendResult s => $"{s.Outcome} {s.MessageSid}",
            IReadOnlyList<ListedMessage> list => string.Join(' ', list.Select(m => m.MessageSid)),
            IReadOnlyList<LedgerEvent> events => string.Join(' ', events.Select(e => e.Type)),
            _ => thing.ToString() ?? "",
        };
}

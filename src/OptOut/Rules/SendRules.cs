namespace OptOut;

/// <summary>Recorded sends: what frequency, first messages and obligations are counted from (rules 25, 28, 30).</summary>
public static class SendRules
{
    private static readonly HashSet<Obligation> ShownByText = [Obligation.IdentifySender, Obligation.OptOutLanguage, Obligation.ReconfirmConsent, Obligation.OptOutMeans];

    /// <param name="send">What was reported.</param>
    /// <param name="found">What it is found to be; null: it was not judged.</param>
    public static Decision Record(ReportedSend send, SendFindings? found = null) => new([new LedgerEvent
    {
        Type = EventType.SendRecorded,
        At = send.SentAt,
        Brand = send.Brand.Id,
        Campaign = send.Campaign?.Id,
        Source = send.Source,
        Proof = new Proof(MessageSid: send.MessageSid),
        Sender = send.Sender,
        Kind = send.Kind,
        Fulfilled = Fulfilled(send, found?.Decision) is { Count: > 0 } fulfilled ? fulfilled : null,
        Decision = found?.Decision,
        Unchecked = found?.Unchecked,
        Violation = found?.Violation,
        Evidence = found?.Evidence,
    }]);

    /// <summary>A recorded send takes up one of the places that were held for it.</summary>
    public static IReadOnlyList<Reservation> UseReservation(IReadOnlyList<Reservation> reserved, ReportedSend send, DateTimeOffset now)
    {
        var open = reserved.Where(r => r.Until > now).ToList();
        var mine = open.FindIndex(r => r.Brand == send.Brand.Id && r.Kind == send.Kind && r.Campaign == send.Campaign?.Id);
        if (mine >= 0)
        {
            open.RemoveAt(mine);
        }

        return open;
    }

    /// <summary>What the report claims, and what the text was seen to show when it was asked about (rule 25).</summary>
    private static List<Obligation> Fulfilled(ReportedSend send, SentDecision? decision) =>
        [.. send.Fulfilled.Concat(decision?.TextSeen == true ? decision.Obligations.Where(ShownByText.Contains) : []).Distinct()];
}

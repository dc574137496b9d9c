namespace OptOut;

/// <summary>Recorded sends: what frequency, first messages and obligations are counted from (rules 25, 28, 30).</summary>
public static class SendRules
{
    private static readonly HashSet<Obligation> ShownByText =
    [
        Obligation.IdentifySender,
        Obligation.OptOutLanguage,
        Obligation.ReconfirmConsent,
        Obligation.OptOutMeans,
    ];

    /// <param name="send">What was reported.</param>
    /// <param name="found">What it is found to be; null: it was not judged.</param>
    public static Decision Record(ReportedSend send, SendFindings? found = null) =>
        new([
            new LedgerEvent
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
            },
        ]);

    /// <summary>
    /// The event of a message that waits at Twilio: it keeps what the report brought, to be judged when the message went out (rules 25, 30,
    /// 33).
    /// </summary>
    /// <param name="send">What was reported.</param>
    /// <param name="sendAt">When Twilio sends it.</param>
    /// <param name="now">When it was reported.</param>
    /// <param name="proof">The decision that it brought, where it holds for that time.</param>
    /// <param name="why">Why what it brought is none.</param>
    public static LedgerEvent Scheduled(
        ReportedSend send,
        DateTimeOffset sendAt,
        DateTimeOffset now,
        SentDecision? proof,
        Unchecked? why
    ) =>
        new()
        {
            Type = EventType.SendRecorded,
            At = now,
            Brand = send.Brand.Id,
            Campaign = send.Campaign?.Id,
            Source = send.Source,
            Proof = new Proof(MessageSid: send.MessageSid),
            Sender = send.Sender,
            Kind = send.Kind,
            SendAt = sendAt,
            Fulfilled = send.Fulfilled.Count > 0 ? send.Fulfilled : null,
            Decision = proof,
            Unchecked = why,
        };

    /// <summary>A send with what it was reported as when it was scheduled. A callback's URL may say less than that report did.</summary>
    public static ReportedSend AsPlanned(ReportedSend send, LedgerEvent planned) =>
        send with
        {
            Planned = planned,
            Fulfilled = [.. send.Fulfilled.Concat(planned.Fulfilled ?? []).Distinct()],
            Campaign =
                send.Source != Sources.StatusCallback ? send.Campaign
                : planned.Campaign is { } id ? send.Brand.Campaigns.GetValueOrDefault(id)
                : null,
            Kind = send.Source == Sources.StatusCallback ? planned.Kind ?? send.Kind : send.Kind,
            Sender = send.Sender ?? planned.Sender,
        };

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

    /// <summary>The obligations that the report claims, and those that the checked text was found to meet (rule 25).</summary>
    private static List<Obligation> Fulfilled(ReportedSend send, SentDecision? decision) =>
        [.. send.Fulfilled.Concat(decision?.TextSeen == true ? decision.Obligations.Where(ShownByText.Contains) : []).Distinct()];
}

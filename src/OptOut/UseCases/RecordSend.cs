namespace OptOut;

/// <summary>Records a send, once per <c>MessageSid</c>, whoever reports it first (rule 30).</summary>
public sealed class RecordSend(RecipientChanges changes)
{
    /// <summary>The receipt that a send leaves.</summary>
    public static string ReceiptId(string messageSid) => "send:" + messageSid;

    public Task HandleAsync(RecipientKey key, ReportedSend send, CancellationToken cancellation)
    {
        var receiptId = ReceiptId(send.MessageSid);
        return changes.ApplyAsync(key, receiptId, (record, taken, now) => taken is not null
            ? Proposal.Nothing
            : new Proposal(
                SendRules.Record(send).Events,
                (first, last) => new Receipt { Id = receiptId, At = now, SentAt = send.SentAt, Brand = send.Brand.Id, FirstSequence = first, LastSequence = last },
                Reserved: SendRules.UseReservation(record.Reserved, send, now)), cancellation);
    }

    /// <summary>
    /// The message never left Twilio: it counts as no send, whoever says later that it was one. What was recorded before stays; callbacks overtake each other.
    /// </summary>
    public Task FailedAsync(RecipientKey key, string messageSid, string brand, CancellationToken cancellation)
    {
        var receiptId = ReceiptId(messageSid);
        return changes.ApplyAsync(key, receiptId, (_, taken, now) => taken is not null
            ? Proposal.Nothing
            : new Proposal([], (_, _) => new Receipt { Id = receiptId, At = now, Brand = brand }), cancellation);
    }
}

namespace OptOut;

/// <summary>
/// Records that a message waits at Twilio for its time, so that an opt-out can still cancel it (rule 40). It counts as a send once it is
/// sent.
/// </summary>
public sealed class ScheduleSend(RecipientChanges changes, IFollowUpQueue queue, DecisionSigner decisions)
{
    /// <summary>Records it once. Where an opt-out covers it already, it is cancelled at once.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="send">The message.</param>
    /// <param name="sendAt">When Twilio sends it.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task HandleAsync(RecipientKey key, ReportedSend send, DateTimeOffset sendAt, CancellationToken cancellation)
    {
        var receiptId = "scheduled:" + send.MessageSid;
        var planned = send with { SentAt = sendAt };
        var written = await changes.ApplyAsync(
            key,
            receiptId,
            (record, taken, now) =>
            {
                if (taken is not null)
                {
                    return Proposal.Nothing;
                }

                var (proof, why) = Judgement.ProofOf(record.State.Brand(send.Brand.Id).Decisions ?? [], planned, key, decisions);
                return new Proposal(
                    [SendRules.Scheduled(send, sendAt, now, proof, why)],
                    new Receipt
                    {
                        Id = receiptId,
                        At = now,
                        Brand = send.Brand.Id,
                    }
                );
            },
            cancellation
        );
        if (RecallRules.ToRecall(written.State, sendAt.AddDays(-1)).Any(m => m.Message.MessageSid == send.MessageSid))
        {
            await queue.ScheduleAsync(new RecallFollowUp(key.AccountSid, key.Recipient.Value, null), TimeSpan.Zero, cancellation);
        }
    }
}

namespace OptOut;

/// <summary>Records and corrects opt-outs that reached the sender by another way than a text. No message goes out.</summary>
public sealed class RecordOptOut(RecipientChanges changes)
{
    /// <summary>Records it; repeating one that stands, or that a newer consent has overtaken, changes nothing.</summary>
    public Task<Written> RecordAsync(RecipientKey key, ReportedOptOut optOut, CancellationToken cancellation)
    {
        // A superseded opt-out changes no state that a repetition could be compared with, so it leaves a receipt.
        var receiptId = SuppressionRules.ReceiptId(optOut);
        return changes.ApplyAsync(
            key,
            receiptId is null ? default : ReceiptLookup.Of(receiptId),
            (record, taken, now) =>
            {
                if (taken is not null)
                {
                    return Proposal.Nothing;
                }

                var events = SuppressionRules.Record(record.State, optOut, now).Events;
                return receiptId is null || events.All(e => e.SupersededBy is null)
                    ? new Proposal(events)
                    : new Proposal(
                        events,
                        new Receipt
                        {
                            Id = receiptId,
                            At = now,
                            Brand = optOut.Brand.Id,
                        }
                    );
            },
            cancellation
        );
    }

    public async Task<(SuppressionRules.Correction Result, RecipientState State)> CorrectAsync(
        RecipientKey key,
        string brand,
        string? campaign,
        string reason,
        string actor,
        CancellationToken cancellation
    )
    {
        var result = SuppressionRules.Correction.NotFound;
        var written = await changes.ApplyAsync(
            key,
            null,
            (record, _, now) =>
            {
                (result, var decision) = SuppressionRules.Correct(record.State, brand, campaign, reason, actor, now);
                return new Proposal(decision.Events);
            },
            cancellation
        );
        return (result, written.State);
    }
}

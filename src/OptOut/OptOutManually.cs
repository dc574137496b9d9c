namespace OptOut;

/// <summary>Records and corrects opt-outs that reached the sender by another way than a text. No message goes out (CONTRACT §4).</summary>
public sealed class OptOutManually(RecipientChanges changes)
{
    public Task<Written> RecordAsync(RecipientKey key, ReportedOptOut optOut, CancellationToken cancellation) =>
        changes.ApplyAsync(key, null, (record, _, now) => new Proposal(SuppressionRules.Record(record.State, optOut, now).Events), cancellation);

    public async Task<(SuppressionRules.Correction Result, RecipientState State)> CorrectAsync(
        RecipientKey key, string brand, string? campaign, string reason, string actor, CancellationToken cancellation)
    {
        var result = SuppressionRules.Correction.NotFound;
        var written = await changes.ApplyAsync(key, null, (record, _, now) =>
        {
            (result, var decision) = SuppressionRules.Correct(record.State, brand, campaign, reason, actor, now);
            return new Proposal(decision.Events);
        }, cancellation);
        return (result, written.State);
    }
}

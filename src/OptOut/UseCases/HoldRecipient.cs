namespace OptOut;

/// <summary>Sets and lifts a legal hold: while it stands, nothing of the recipient is erased or purged (rule 32).</summary>
public sealed class HoldRecipient(RecipientChanges changes)
{
    /// <summary>The hold that stands then; null where none does. Repeating it changes nothing.</summary>
    public async Task<Mark?> HandleAsync(RecipientKey key, bool hold, string reason, string actor, CancellationToken cancellation)
    {
        var written = await changes.ApplyAsync(
            key,
            null,
            (record, _, now) =>
                RetentionRules.SetHold(record.State, hold, reason, actor, now) is { } changed ? new Proposal([changed]) : Proposal.Nothing,
            cancellation
        );
        return written.State.Hold;
    }
}

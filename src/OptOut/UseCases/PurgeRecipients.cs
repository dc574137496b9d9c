namespace OptOut;

/// <summary>
/// Once a day, purges what has been kept long enough (rule 32). A recipient's purge is two steps, so that one cut short does no harm:
/// the state becomes a watermark in one commit, then the rows under it are removed. The next run finishes what this one could not.
/// </summary>
public sealed class PurgeRecipients(
    IRecipientStore recipients,
    IRetentionStore rows,
    EraseRecipient erase,
    Policy policy,
    TimeProvider time
)
{
    /// <summary>How many recipients were purged.</summary>
    /// <exception cref="DependencyUnavailableException">The store went away; what was begun stays begun.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var purged = 0;
        foreach (var account in policy.Accounts.Keys)
        {
            var until = policy.Retention.SubtractFrom(time.GetUtcNow());
            await foreach (var state in rows.ListQuietAsync(account, until, cancellation))
            {
                var key = new RecipientKey(account, RecipientAddress.FromStored(state.Recipient));
                purged += await PurgeAsync(key, cancellation) ? 1 : 0;
            }

            await rows.RemoveAgedAsync(account, until, cancellation);
        }

        return purged;
    }

    private async Task<bool> PurgeAsync(RecipientKey key, CancellationToken cancellation)
    {
        var record = await recipients.ReadAsync(key, cancellation);
        var purgeable = RetentionRules.IsPurgeable(record.State, policy.Retention, time.GetUtcNow());
        if (!purgeable && record.State.Watermark is not { Swept: false })
        {
            if (RetentionRules.IsErasable(record.State, policy.Retention, time.GetUtcNow()))
            {
                await erase.ErasePastAsync(key, record.State, cancellation);
            }

            return false;
        }

        var receipts = await ReceiptsAsync(key, cancellation);
        if (purgeable)
        {
            // The recipient has just written to us, so the history is not old enough any more.
            if (await CommitAsync(key, record, RetentionRules.Purge(record.State, receipts), [], cancellation) != Commit.Done)
            {
                return false;
            }

            record = await recipients.ReadAsync(key, cancellation);
        }

        await SweepAsync(key, record.State.Watermark!, receipts, cancellation);
        return true;
    }

    private async Task SweepAsync(RecipientKey key, Watermark watermark, List<Receipt> receipts, CancellationToken cancellation)
    {
        await rows.RemoveEventsAsync(key, 1, watermark.Through, cancellation);
        await rows.RemoveReceiptsAsync(key, [.. receipts.Where(r => RetentionRules.IsPurged(r, watermark))], cancellation);
        RecipientRecord record;
        do
        {
            record = await recipients.ReadAsync(key, cancellation);
        } while (
            await CommitAsync(
                key,
                record,
                record.State with
                {
                    Watermark = record.State.Watermark! with { Swept = true },
                },
                record.Recent,
                cancellation
            ) != Commit.Done
        );
    }

    private Task<CommitResult> CommitAsync(
        RecipientKey key,
        RecipientRecord before,
        RecipientState after,
        IReadOnlyList<RecentMessage> recent,
        CancellationToken cancellation
    ) => recipients.CommitAsync(new Change(key, before, after, before.Reserved, []) { Recent = recent }, cancellation);

    private async Task<List<Receipt>> ReceiptsAsync(RecipientKey key, CancellationToken cancellation)
    {
        var receipts = new List<Receipt>();
        await foreach (var receipt in rows.ListReceiptsAsync(key, cancellation))
        {
            receipts.Add(receipt);
        }

        return receipts;
    }
}

namespace OptOut;

/// <summary>
/// Rebuilds the entries of overviews and searches from the ledger, and removes those that are older than their retention (ADR 0480).
/// </summary>
public sealed class RebuildIndexes(
    IRecipientList recipients,
    IActivityIndex activity,
    EventIndexes indexes,
    Policy policy,
    TimeProvider time
)
{
    private const int MaxBatch = 100;

    /// <summary>
    /// Enters every event of an account's ledger that was written since a time. Entries stand under their events' ids, so nothing is
    /// counted twice.
    /// </summary>
    /// <returns>How many events were read.</returns>
    public async Task<long> RunAsync(string accountSid, DateTimeOffset? from, CancellationToken cancellation)
    {
        var count = 0L;
        var tallies = new Dictionary<(string Brand, DateOnly Day), DayTally>();
        var now = time.GetUtcNow();
        // Today is still being counted by the instances, and of the period's first day the walk sees only a part.
        var today = DayFigures.DayOf(now);
        var firstWhole = DayFigures
            .DayOf(from is { } begin && begin > now - EventIndexes.Retention ? begin : now - EventIndexes.Retention)
            .AddDays(1);
        var batch = new List<LedgerEvent>();
        string? whose = null;
        await foreach (var (recipient, e) in recipients.WalkLedgerAsync(accountSid, from, null, cancellation))
        {
            if (whose != recipient || batch.Count == MaxBatch)
            {
                await KeepAsync(accountSid, whose, batch, cancellation);
                whose = recipient;
            }

            batch.Add(e);
            count++;
            if (DayTally.Counts(e) && DayFigures.DayOf(e.RecordedAt) is var day && day >= firstWhole && day < today)
            {
                tallies.TryAdd((e.Brand!, day), new DayTally());
                tallies[(e.Brand!, day)].Add(e);
            }
        }

        await KeepAsync(accountSid, whose, batch, cancellation);
        foreach (var ((brand, day), tally) in tallies)
        {
            await activity.ReplaceSendsAsync(accountSid, brand, tally.Figures(day), cancellation);
        }

        return count;
    }

    /// <summary>Removes what is older than overviews go back, of every account.</summary>
    public async Task RemoveAgedAsync(CancellationToken cancellation)
    {
        var first = DayFigures.DayOf(time.GetUtcNow() - EventIndexes.Retention);
        foreach (var account in policy.Accounts.Values)
        {
            foreach (var brand in account.Brands.Keys)
            {
                await activity.RemoveBeforeAsync(account.Sid, brand, first, cancellation);
            }
        }
    }

    private async Task KeepAsync(string accountSid, string? recipient, List<LedgerEvent> batch, CancellationToken cancellation)
    {
        if (recipient is not null && batch.Count > 0)
        {
            await indexes.KeepAsync(accountSid, recipient, batch, cancellation);
        }

        batch.Clear();
    }
}

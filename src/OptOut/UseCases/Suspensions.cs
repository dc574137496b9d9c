using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace OptOut;

/// <summary>
/// What is suspended at run time, read by every check and written by an administrator (rule 29). Each instance keeps a copy that is read
/// again every <see cref="Period"/>, so a check costs no read of it. A copy that could not be refreshed for <see cref="MaxAge"/> is not
/// trusted: then a check reads it itself, and denies where that fails.
/// </summary>
public sealed class Suspensions(IRecipientStore store, RecipientChanges changes, Policy policy, TimeProvider time)
{
    /// <summary>How often the copy is refreshed.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>How old a copy may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Copy> copies = new(StringComparer.Ordinal);

    /// <summary>The suspension that covers the campaign, or its brand; null: none.</summary>
    /// <exception cref="DependencyUnavailableException">Nobody knows: the caller denies.</exception>
    public async ValueTask<Mark?> FindAsync(string accountSid, string brand, string? campaign, CancellationToken cancellation)
    {
        var known =
            copies.TryGetValue(accountSid, out var copy) && time.GetUtcNow() - copy.ReadAt < MaxAge
                ? copy.Suspended
                : await ReadAsync(accountSid, cancellation);
        return known is null || known.Count == 0
            ? null
            : known.GetValueOrDefault(brand) ?? (campaign is null ? null : known.GetValueOrDefault(AccountLedger.Name(brand, campaign)));
    }

    /// <summary>Suspends, or lets go on; repeating it changes nothing.</summary>
    /// <returns>The suspension that stands after it; null: none.</returns>
    public async Task<Mark?> SetAsync(
        string accountSid,
        string brand,
        string? campaign,
        bool suspended,
        string reason,
        string actor,
        CancellationToken cancellation
    )
    {
        var name = AccountLedger.Name(brand, campaign);
        var written = await changes.ApplyAsync(
            AccountLedger.Of(accountSid),
            null,
            (record, _, now) =>
                record.State.Suspended?.ContainsKey(name) == true == suspended
                    ? Proposal.Nothing
                    : new Proposal([
                        new LedgerEvent
                        {
                            Type = EventType.SuspensionChanged,
                            At = now,
                            Brand = brand,
                            Campaign = campaign,
                            Source = Sources.Api,
                            Suspended = suspended,
                            Text = reason,
                            Actor = actor,
                        },
                    ]),
            cancellation
        );
        Keep(accountSid, written.State.Suspended, time.GetUtcNow());
        return written.State.Suspended?.GetValueOrDefault(name);
    }

    /// <summary>Refreshes every account's copy, as a host does every <see cref="Period"/>.</summary>
    public Task RefreshAsync(CancellationToken cancellation) =>
        Task.WhenAll(policy.Accounts.Keys.Select(sid => ReadAsync(sid, cancellation)));

    private async Task<ImmutableSortedDictionary<string, Mark>?> ReadAsync(string accountSid, CancellationToken cancellation)
    {
        // As of before the read: what is written meanwhile is seen next time.
        var asOf = time.GetUtcNow();
        var suspended = (await store.ReadAsync(AccountLedger.Of(accountSid), cancellation)).State.Suspended;
        return Keep(accountSid, suspended, asOf);
    }

    private ImmutableSortedDictionary<string, Mark>? Keep(
        string accountSid,
        ImmutableSortedDictionary<string, Mark>? suspended,
        DateTimeOffset asOf
    ) =>
        copies
            .AddOrUpdate(accountSid, new Copy(suspended, asOf), (_, known) => known.ReadAt > asOf ? known : new Copy(suspended, asOf))
            .Suspended;

    private sealed record Copy(ImmutableSortedDictionary<string, Mark>? Suspended, DateTimeOffset ReadAt);
}

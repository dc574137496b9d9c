using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OptOut;

/// <summary>
/// Brings a receiver the events of one recipient, in their order and each at least once (rule 43). How far it has come stands in a receipt
/// of the recipient; what failed is tried again for a week, by itself, so that a slow or broken receiver holds up nothing but its own
/// (<see cref="WebhookLimiter"/>).
/// </summary>
public sealed class WebhookFollowUpHandler(
    IRecipientStore store,
    RecipientChanges changes,
    IWebhookDelivery delivery,
    Policy policy,
    FollowUpTimes times,
    TimeProvider time
) : FollowUpHandler<WebhookFollowUp>
{
    /// <summary>
    /// How far back a new receiver gets events from before the first one that it is sent, so that it does not receive years of history.
    /// </summary>
    private static readonly TimeSpan MaxHistory = TimeSpan.FromDays(8);
    private static readonly TimeSpan PauseBetweenTurns = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long one turn may last; the rest of a recipient's events waits for the next one. What a slow receiver accepted must be stored
    /// before the handling timeout.
    /// </summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(20);
    private const int MaxLookBack = 500;

    private readonly ConcurrentDictionary<string, byte> busy = new(StringComparer.Ordinal);
    private readonly WebhookLimiter limiter = new(time);

    /// <inheritdoc />
    protected override async Task<FollowUpOutcome> HandleAsync(WebhookFollowUp followUp, CancellationToken cancellation)
    {
        var target = policy
            .Accounts.GetValueOrDefault(followUp.AccountSid)
            ?.Webhooks.FirstOrDefault(w => w.Url.AbsoluteUri == followUp.Url);
        if (target is null)
        {
            return FollowUpOutcome.Done;
        }

        // One post at a time for a recipient and receiver, so that events keep their order.
        var receiptId = ReceiptId(followUp.Url);
        var turn = $"{followUp.AccountSid}|{followUp.Recipient}|{receiptId}";
        if (!busy.TryAdd(turn, 0))
        {
            return new FollowUpOutcome.Wait(PauseBetweenTurns);
        }

        try
        {
            if (limiter.Enter(followUp.Url) is { } pause)
            {
                return new FollowUpOutcome.Wait(pause);
            }

            try
            {
                return await DeliverAsync(followUp, target, receiptId, cancellation);
            }
            finally
            {
                limiter.Leave(followUp.Url);
            }
        }
        finally
        {
            busy.TryRemove(turn, out _);
        }
    }

    private async Task<FollowUpOutcome> DeliverAsync(
        WebhookFollowUp followUp,
        WebhookTarget target,
        string receiptId,
        CancellationToken cancellation
    )
    {
        var key = followUp.Key;
        var receipt = await store.ReadReceiptAsync(key, receiptId, cancellation);
        var lookup = receipt is null ? receiptId : ReceiptLookup.Of(receipt);
        if (receipt?.LastSequence >= followUp.Sequence)
        {
            return FollowUpOutcome.Done;
        }

        var first = receipt is null ? Math.Max(1, followUp.Sequence - MaxLookBack) : receipt.LastSequence + 1;
        var events = await store.ReadLedgerAsync(key, first, followUp.Sequence, cancellation);
        var since = events is [.., var newest] ? newest.RecordedAt - MaxHistory : default;
        var started = time.GetTimestamp();
        foreach (var happened in events.Where(e => e.IsPublished && (receipt is not null || e.RecordedAt >= since)))
        {
            if (time.GetElapsedTime(started) > MaxTurn)
            {
                await ReachedAsync(key, lookup, happened.Sequence - 1, cancellation);
                return new FollowUpOutcome.Wait(PauseBetweenTurns);
            }

            if (!await PostAsync(followUp, target, happened, cancellation))
            {
                // The receipt is written even where nothing was taken yet: from now on the receiver is not new, and nothing is too old for
                // it.
                await ReachedAsync(key, lookup, happened.Sequence - 1, cancellation);
                return new FollowUpOutcome.Retry(times.Backoff(followUp.Attempts));
            }
        }

        await ReachedAsync(key, lookup, followUp.Sequence, cancellation);
        return FollowUpOutcome.Done;
    }

    private async Task<bool> PostAsync(WebhookFollowUp followUp, WebhookTarget target, LedgerEvent happened, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var failed = await delivery.PostAsync(target, followUp.AccountSid, followUp.Recipient, happened, cancellation) is not null;
        limiter.Ended(followUp.Url, began, failed);
        return !failed;
    }

    private Task ReachedAsync(RecipientKey key, ReceiptLookup lookup, long sequence, CancellationToken cancellation) =>
        changes.ApplyAsync(
            key,
            lookup,
            (_, taken, now) =>
                taken?.LastSequence >= sequence
                    ? Proposal.Nothing
                    : new Proposal(
                        [],
                        new Receipt
                        {
                            Id = lookup.Id!,
                            At = now,
                            Brand = "",
                            LastSequence = sequence,
                        },
                        Replaces: taken
                    ),
            cancellation
        );

    private static string ReceiptId(string url) =>
        "webhook:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)).AsSpan(0, 8));
}

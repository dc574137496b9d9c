using Microsoft.Extensions.Logging;

namespace OptOut;

/// <summary>
/// Finds in Twilio's inbound log the messages that never reached the webhook, and takes them with Twilio's own date; puts dead letters back
/// into the queue (rule 9). Every step can be repeated, also by two hosts at once.
/// </summary>
public sealed partial class Reconcile(
    IRecipientStore store,
    IReconciliationStore marks,
    ITwilioMessages twilio,
    IFollowUpQueue queue,
    ReceiveMessage receive,
    Policy policy,
    ReconcileTimes times,
    TimeProvider time,
    ILogger<Reconcile> log
)
{
    /// <summary>
    /// One run over all accounts. A failure is logged and counted for its account and does not stop the others. Only cancellation is
    /// thrown.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await GuardedAsync(
            "dead letters",
            async () =>
            {
                if (await queue.ReviveDeadLettersAsync(cancellation) is > 0 and var revived)
                {
                    Revived(revived);
                }
            },
            cancellation
        );
        foreach (var account in policy.Accounts.Values)
        {
            await GuardedAsync(account.Sid, () => ReconcileAsync(account, cancellation), cancellation);
        }
    }

    private async Task ReconcileAsync(Account account, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await marks.ReadAsync(account.Sid, cancellation) is not { } mark)
        {
            await marks.KeepAsync(account.Sid, new ReconciliationMark(now, now, now), cancellation);
            return;
        }

        var before = now - times.Grace;
        var until = before;
        var (looked, taken) = (0, 0);
        Exception? failure = null;
        await foreach (
            var message in twilio.ListInboundAsync(account.Sid, Times.Later(mark.Since, mark.Until - times.Overlap), cancellation)
        )
        {
            if (message.CreatedAt >= before)
            {
                break;
            }

            if (message.CreatedAt >= mark.Until && ++looked > times.MaxMessages)
            {
                until = Times.Earlier(until, message.CreatedAt);
                break;
            }

            try
            {
                taken += await TakeAsync(account, message, now, cancellation) ? 1 : 0;
            }
            catch (Exception e) when (e is not DependencyUnavailableException && !cancellation.IsCancellationRequested)
            {
                // A message that cannot be taken holds back the watermark, not the other messages.
                failure ??= e;
                until = Times.Earlier(until, message.CreatedAt);
            }
        }

        // The watermark never goes back: the message that held it up may lie in the overlap.
        await marks.KeepAsync(
            account.Sid,
            mark with
            {
                Until = Times.Later(mark.Until, until),
                SucceededAt = failure is null ? now : mark.SucceededAt,
            },
            cancellation
        );
        if (taken > 0)
        {
            Found(account.Sid, taken);
        }

        if (failure is not null)
        {
            throw new InvalidOperationException("A message of Twilio's log cannot be taken.", failure);
        }
    }

    /// <summary>Takes a message that has no receipt; what has an alias gets one that says so.</summary>
    private async Task<bool> TakeAsync(Account account, ListedMessage message, DateTimeOffset now, CancellationToken cancellation)
    {
        if (
            account.FindSender(message.To, message.MessagingServiceSid) is not { } to
            || RecipientAddress.FromTwilio(message.From) is not { } recipient
            || await store.ReadReceiptAsync(new RecipientKey(account.Sid, recipient), message.MessageSid, cancellation) is not null
        )
        {
            return false;
        }

        var receipt = await receive.HandleAsync(
            Inbound.To(
                account,
                to,
                message.MessagingServiceSid,
                recipient,
                message.From,
                message.MessageSid,
                Inbound.Bounded(message.Body),
                message.CreatedAt
            ) with
            {
                Late = true,
            },
            cancellation
        );
        return receipt?.AliasOf is null;
    }

    private async Task GuardedAsync(string what, Func<Task> work, CancellationToken cancellation)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Signals.ReconciliationFailed();
            Failed(what, e.GetBaseException().GetType().Name);
        }
    }

    [LoggerMessage(
        EventId = 1004,
        Level = LogLevel.Warning,
        Message = "{Count} messages of account {Account} never reached the webhook and were found in Twilio's log"
    )]
    private partial void Found(string account, int count);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "{Count} dead letters were put back to be tried again")]
    private partial void Revived(int count);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Error, Message = "Reconciliation of {What} failed ({Cause}); the next run tries again")]
    private partial void Failed(string what, string cause);
}

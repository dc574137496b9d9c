namespace OptOut;

/// <summary>
/// What a follow-up does when it comes due: makes sure that its message was taken, its confirmation went out and its events were published. Each part is
/// idempotent, so a copy too many costs a look.
/// </summary>
public sealed class HandleFollowUp(
    IRecipientStore store, ReceiveMessage receive, ReceiveConversation conversations, ReceiveStatus statuses, DeliverConfirmation confirmations, FollowUps followUps, Policy policy,
    FollowUpTimes times, TimeProvider time)
{
    /// <summary>Null when its duty is done; else how long from now it shall come again, with one attempt more.</summary>
    /// <exception cref="InvalidOperationException">It can never be done, or was tried for a week: a dead letter.</exception>
    public async Task<TimeSpan?> HandleAsync(FollowUp followUp, CancellationToken cancellation)
    {
        if (followUp.Attempts > times.MaxAttempts)
        {
            throw new InvalidOperationException("The follow-up was put off for too long.");
        }

        if (followUp.Message is { } message)
        {
            Signals.FollowedUp(time.GetUtcNow() - message.ReceivedAt);
        }

        try
        {
            return await AdvanceAsync(followUp, cancellation);
        }
        catch (StoreUnavailableException)
        {
            return times.Backoff(followUp.Attempts);
        }
    }

    private async Task<TimeSpan?> AdvanceAsync(FollowUp followUp, CancellationToken cancellation)
    {
        if (followUp.Conversation is { } notice)
        {
            return await conversations.HandleFollowedAsync(notice, followUp.Attempts, cancellation) ? null : times.Backoff(followUp.Attempts);
        }

        var key = new RecipientKey(followUp.AccountSid, RecipientAddress.FromStored(followUp.Recipient));
        if (followUp.Status is { } status)
        {
            await statuses.RecordAsync(key, status, cancellation);
            return null;
        }

        if (followUp.ReceiptId is not { } receiptId)
        {
            await PublishAsync(key, followUp.FirstSequence, followUp.LastSequence, cancellation);
            return null;
        }

        if (followUp.Message is { } message && await store.ReadReceiptAsync(key, receiptId, cancellation) is null)
        {
            var inbound = Inbound(key, message);
            await receive.HandleFollowedAsync(inbound, cancellation);
            if (inbound.ConversationSid is { } conversationSid)
            {
                await conversations.EndIfClosedAsync(key, inbound.Brand, inbound.Sender, conversationSid, cancellation);
            }
        }

        var again = await confirmations.AdvanceAsync(key, receiptId, followUp.Attempts, cancellation);
        if (again is null && await store.ReadReceiptAsync(key, receiptId, cancellation) is { } receipt)
        {
            await PublishAsync(key, receipt.FirstSequence, receipt.LastSequence, cancellation);
            await PublishAsync(key, receipt.Confirmation?.EndSequence ?? 0, receipt.Confirmation?.EndSequence ?? 0, cancellation);
        }

        return again;
    }

    private async Task PublishAsync(RecipientKey key, long first, long last, CancellationToken cancellation)
    {
        if (first > 0)
        {
            await followUps.PublishAsync(key.AccountSid, key.Recipient.Value, await store.ReadLedgerAsync(key, first, last, cancellation), cancellation);
        }
    }

    private Inbound Inbound(RecipientKey key, FollowUpMessage message)
    {
        var account = policy.Accounts.GetValueOrDefault(key.AccountSid);
        var to = account?.FindSender(message.Sender) ?? throw new InvalidOperationException("The message's account or sender is no longer configured.");
        return new Inbound
        {
            MessageSid = message.MessageSid,
            Account = account,
            Brand = to.Brand,
            Sender = to.Sender,
            MessagingService = message.MessagingService,
            Recipient = key.Recipient,
            From = message.From,
            Body = message.Body,
            OptOutType = message.OptOutType,
            ButtonPayload = message.ButtonPayload,
            ReceivedAt = message.ReceivedAt,
            Late = true,
            Source = message.Source,
            ConversationSid = message.ConversationSid,
            Unanswered = message.Unanswered,
        };
    }
}

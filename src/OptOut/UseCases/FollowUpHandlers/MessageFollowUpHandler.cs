namespace OptOut;

/// <summary>Makes sure that a message was taken, its confirmation went out and its events were published.</summary>
public sealed class MessageFollowUpHandler(
    IRecipientStore store,
    ReceiveMessage receive,
    ReceiveConversation conversations,
    DeliverConfirmation confirmations,
    FollowUps followUps,
    Policy policy,
    TimeProvider time
) : FollowUpHandler<MessageFollowUp>
{
    /// <inheritdoc />
    protected override async Task<FollowUpOutcome> HandleAsync(MessageFollowUp followUp, CancellationToken cancellation)
    {
        Signals.FollowedUp(time.GetUtcNow() - followUp.ReceivedAt);
        var key = followUp.Key;
        var receipt = await TakeAsync(async () =>
            await store.ReadReceiptAsync(key, followUp.MessageSid, cancellation) ?? await ReceiveAsync(key, followUp, cancellation)
        );
        (var again, receipt) = await confirmations.AdvanceAsync(key, receipt, followUp.Attempts, cancellation);
        if (again is null)
        {
            await PublishAsync(key, receipt.FirstSequence, receipt.LastSequence, cancellation);
            await PublishAsync(key, receipt.Confirmation?.EndSequence ?? 0, receipt.Confirmation?.EndSequence ?? 0, cancellation);
        }

        return FollowUpOutcome.RetryOrDone(again);
    }

    private async Task<Receipt> ReceiveAsync(RecipientKey key, MessageFollowUp followUp, CancellationToken cancellation)
    {
        var inbound = Inbound(key, followUp);
        var receipt = await receive.HandleFollowedAsync(inbound, cancellation);
        if (inbound.ConversationSid is { } conversationSid)
        {
            await conversations.EndIfClosedAsync(key, inbound.Brand, inbound.Sender, conversationSid, cancellation);
        }

        return receipt;
    }

    private async Task PublishAsync(RecipientKey key, long first, long last, CancellationToken cancellation)
    {
        if (first > 0)
        {
            await followUps.PublishAsync(key, await store.ReadLedgerAsync(key, first, last, cancellation), cancellation);
        }
    }

    private Inbound Inbound(RecipientKey key, MessageFollowUp message)
    {
        var account = policy.Accounts.GetValueOrDefault(key.AccountSid);
        var to =
            account?.FindSender(message.Sender)
            ?? throw new NeverPossibleException("The message's account or sender is no longer configured.");
        return OptOut.Inbound.To(
            account,
            to,
            message.MessagingService,
            key.Recipient,
            message.From,
            message.MessageSid,
            message.Body,
            message.ReceivedAt
        ) with
        {
            OptOutType = message.OptOutType,
            ButtonPayload = message.ButtonPayload,
            Late = true,
            Source = message.Source,
            ConversationSid = message.ConversationSid,
        };
    }
}

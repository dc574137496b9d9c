namespace OptOut;

/// <summary>Takes a Conversation's event that the webhook could not take in time.</summary>
public sealed class ConversationFollowUpHandler(ReceiveConversation conversations, FollowUpTimes times)
    : FollowUpHandler<ConversationFollowUp>
{
    /// <inheritdoc />
    protected override async Task<FollowUpOutcome> HandleAsync(ConversationFollowUp followUp, CancellationToken cancellation) =>
        await TakeAsync(() => conversations.HandleFollowedAsync(followUp.Notice, followUp.Attempts, cancellation))
            ? FollowUpOutcome.Done
            : new FollowUpOutcome.Retry(times.Backoff(followUp.Attempts));
}

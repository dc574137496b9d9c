namespace OptOut.LocalHost;

/// <summary>How a Conversation's event was delivered.</summary>
/// <param name="Status">The webhook's HTTP status; 0 when no answer came.</param>
internal sealed record ConversationDelivery(string ConversationSid, int Status, string? MessageSid = null);

/// <summary>
/// Twilio Conversations, as far as consent is concerned: somebody writes, it closes, it is removed, and a webhook tells of each.
/// </summary>
internal sealed class ConversationSimulator(
    MessageLog log,
    WebhookSender webhooks,
    StatusCallbacks callbacks,
    Faults faults,
    SimulatedTwilio twilio,
    TimeProvider time
)
{
    public async Task<ConversationDelivery> OpenAsync(string from, string to, CancellationToken cancellation)
    {
        var conversation = new SimulatedConversation(
            SimulatedMessage.NewSid("CH"),
            twilio.AccountOf(to)!.Sid,
            SimulatedMessage.NewSid("MB"),
            SimulatedMessage.NewSid("MB"),
            from,
            to,
            time.GetUtcNow()
        );
        await log.AppendAsync(new LogLine(Conversation: conversation), cancellation);
        var added = await PostAsync(conversation, ConversationForms.Added(conversation), cancellation);
        var joined = await PostAsync(conversation, ConversationForms.ParticipantAdded(conversation), cancellation);
        return new(conversation.Sid, IsGood(added) ? joined : added);
    }

    /// <summary>Adds a message, or with a known SID delivers it again; null for an SID that belongs to another message.</summary>
    public async Task<ConversationDelivery?> WriteAsync(
        SimulatedConversation conversation,
        ConversationAuthor author,
        string body,
        string messageSid,
        CancellationToken cancellation
    )
    {
        var sender = twilio.Account(conversation.AccountSid)!.BrandOf(conversation.To)!;
        var proxy = PhoneAddress.IsMessagingService(conversation.To) ? sender.PoolSender : conversation.To;
        var byPerson = author == ConversationAuthor.Recipient;
        var message = new SimulatedMessage(
            messageSid,
            conversation.AccountSid,
            byPerson ? SimulatedMessage.ViaPhone : SimulatedMessage.ViaRest,
            byPerson ? conversation.From : proxy,
            byPerson ? proxy : conversation.From,
            body,
            time.GetUtcNow(),
            byPerson ? "received" : "queued",
            ConversationSid: conversation.Sid
        );
        var listed = await log.ChangeAsync(
            view =>
                view.Find(messageSid) is { } known ? new MessageLog.Decision<SimulatedMessage>(known) : new(message, new LogLine(message)),
            cancellation
        );
        if (listed with { At = message.At, Status = message.Status } != message)
        {
            return null;
        }
        callbacks.Follow(messageSid);
        return new(
            conversation.Sid,
            await PostAsync(conversation, ConversationForms.MessageAdded(conversation, listed, author), cancellation),
            messageSid
        );
    }

    public async Task<ConversationDelivery> CloseAsync(SimulatedConversation conversation, CancellationToken cancellation)
    {
        var closed = conversation with { State = SimulatedConversation.Closed };
        await log.AppendAsync(new LogLine(Conversation: closed), cancellation);
        return new(conversation.Sid, await PostAsync(closed, ConversationForms.Closed(closed), cancellation));
    }

    public async Task<ConversationDelivery> RemoveAsync(SimulatedConversation conversation, CancellationToken cancellation)
    {
        await log.AppendAsync(new LogLine(Conversation: conversation with { State = SimulatedConversation.Removed }), cancellation);
        return new(conversation.Sid, await PostAsync(conversation, ConversationForms.Removed(conversation), cancellation));
    }

    private async Task<int> PostAsync(
        SimulatedConversation conversation,
        IReadOnlyList<KeyValuePair<string, string>> form,
        CancellationToken cancellation
    )
    {
        if (faults.Take(FaultKind.WebhookLost, conversation.From) is not null)
        {
            return 0;
        }
        var copies = 1 + (faults.Take(FaultKind.Duplicated, conversation.From) ?? 0);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, copies)
                .Select(_ =>
                    webhooks.PostAsync(
                        twilio.Account(conversation.AccountSid)!,
                        webhooks.PublicUrl("/api/twilio/conversations"),
                        form,
                        cancellation
                    )
                )
        );
        return answers.Select(answer => answer.Status).FirstOrDefault(IsGood, answers[^1].Status);
    }

    private static bool IsGood(int status) => status is >= 200 and < 300;
}

namespace OptOut;

/// <summary>Takes an inbound message: once, whatever is redelivered, raced or retried (rule 9).</summary>
public sealed class ReceiveMessage(RecipientChanges changes)
{
    /// <summary>The receipt that says what the message is to be answered; of a redelivery, that of the first delivery.</summary>
    public async Task<Receipt> HandleAsync(Inbound message, CancellationToken cancellation)
    {
        var classified = Classification.Of(message);
        var key = new RecipientKey(message.Account.Sid, message.Recipient);
        var written = await changes.ApplyAsync(key, message.MessageSid, (record, taken, _) =>
        {
            if (taken is not null)
            {
                return Proposal.Nothing;
            }

            var decision = MessageRules.Decide(record.State, message, classified);
            return new Proposal(decision.Events, (first, last) => Receipt(message, classified, decision.Reply, first, last));
        }, cancellation);
        return written.Receipt!;
    }

    private static Receipt Receipt(Inbound message, Classification classified, Reply? reply, long first, long last) => new()
    {
        Id = message.MessageSid,
        At = message.ReceivedAt,
        Brand = message.Brand.Id,
        Meaning = classified.Meaning,
        FirstSequence = first,
        LastSequence = last,
        ForwardUrl = reply?.Kind == ReplyKind.Forward ? reply.Text : null,
        Confirmation = reply is null or { Kind: ReplyKind.Forward } ? null : new Confirmation
        {
            Kind = reply.Kind,
            Text = reply.Text,
            From = message.Sender.Address,
            To = message.From,
            Route = message.Late || message.Source == Sources.Conversations ? Route.Rest : Route.Twiml,
            ConversationSid = message.ConversationSid,
        },
    };
}

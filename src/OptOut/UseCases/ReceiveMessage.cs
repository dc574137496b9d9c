namespace OptOut;

/// <summary>Takes an inbound message: once, whatever is redelivered, raced, retried or crashes (rule 9).</summary>
public sealed class ReceiveMessage(RecipientChanges changes, FollowUps followUps, TimeProvider time)
{
    /// <summary>How much of the webhook's 10 s the table may take before the message is left to the queue.</summary>
    private static readonly TimeSpan TableTimeout = TimeSpan.FromSeconds(6);

    /// <summary>
    /// The receipt that says what the message is to be answered; of a redelivery, that of the first delivery. Null when the table could not
    /// take it but the queue did: its follow-up processes it, and answers by REST.
    /// </summary>
    /// <exception cref="DependencyUnavailableException">Nothing durable could take the message.</exception>
    public Task<Receipt?> HandleAsync(Inbound message, CancellationToken cancellation) => HandleAsync(message, TableTimeout, cancellation);

    /// <summary>The same for a webhook that has less time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="timeout">What the table may take of the time that there is.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task<Receipt?> HandleAsync(Inbound message, TimeSpan timeout, CancellationToken cancellation)
    {
        var followUp = MessageFollowUp.Of(message);
        var scheduling = followUps.ScheduleAsync(followUp, cancellation);
        try
        {
            var written = changes.ApplyAsync(
                KeyOf(message),
                message.MessageSid,
                Decision(message),
                cancellation,
                new Assurance.OfMessage(followUp, scheduling)
            );
            // A commit that hangs is not cancelled; its follow-up reads later whether it was done.
            return (await written.WaitAsync(timeout, time, cancellation)).Receipt;
        }
        catch (Exception e) when (e is DependencyUnavailableException or TimeoutException or OperationCanceledException)
        {
            if (await scheduling is null)
            {
                throw e as DependencyUnavailableException
                    ?? new DependencyUnavailableException("Neither table nor queue took the message in time.", e);
            }

            // The scheduled copy is due in a minute: a second one, due at once, shortens the time in which checks do not know of the
            // opt-out.
            await followUps.ScheduleAsync(followUp, TimeSpan.Zero, cancellation);
            return null;
        }
    }

    /// <summary>The same inside the message's own follow-up.</summary>
    public async Task<Receipt> HandleFollowedAsync(Inbound message, CancellationToken cancellation) =>
        (await changes.ApplyAsync(KeyOf(message), message.MessageSid, Decision(message), cancellation, Assurance.Handler)).Receipt!;

    private static RecipientKey KeyOf(Inbound message) => new(message.Account.Sid, message.Recipient);

    private static Func<RecipientRecord, Receipt?, DateTimeOffset, Proposal> Decision(Inbound message)
    {
        var classified = Classification.Of(message);
        return (record, taken, _) =>
        {
            if (taken is not null)
            {
                return Proposal.Nothing;
            }

            var (aliasOf, recent) = RecentMessage.Take(
                record.Recent,
                message.MessageSid,
                message.ReceivedAt,
                message.Brand.Id,
                message.Body
            );
            var decision = MessageRules.Decide(record.State, message, classified);
            if (aliasOf is not null)
            {
                // It was taken and answered before. It is still passed on, since only this webhook's answer can do that.
                decision = new Decision([], decision.Reply is { Kind: ReplyKind.Forward } forward ? forward : null);
            }

            return new Proposal(decision.Events, Receipt(message, classified, decision.Reply) with { AliasOf = aliasOf }, Recent: recent);
        };
    }

    private static Receipt Receipt(Inbound message, Classification classified, Reply? reply) =>
        new()
        {
            Id = message.MessageSid,
            At = message.ReceivedAt,
            Brand = message.Brand.Id,
            Meaning = classified.Meaning,
            ForwardUrl = reply?.Kind == ReplyKind.Forward ? reply.Text : null,
            Confirmation = reply is null or { Kind: ReplyKind.Forward }
                ? null
                : new Confirmation
                {
                    Kind = reply.Kind,
                    Text = reply.Text,
                    From = message.Sender.Address,
                    To = message.From,
                    Route = message.Late || message.Source == Sources.Conversations ? Route.Rest : Route.Twiml,
                    ConversationSid = message.ConversationSid,
                    Until = message.Brand.ConfirmWithin.AddTo(message.ReceivedAt),
                },
        };
}

using System.Runtime.CompilerServices;

namespace OptOut.LocalHost;

/// <summary>Twilio's REST API as far as the rules need it, on the simulated message list.</summary>
internal sealed class SimulatedTwilioMessages(
    SimulatedTwilio twilio,
    MessageLog log,
    StatusCallbacks callbacks,
    Faults faults,
    TimeProvider time
) : ITwilioMessages
{
    private const int MaxBodyLength = 1600;

    /// <summary>Twilio's code for a request that it finds wrong without saying more.</summary>
    private const int UnknownParameters = 20001;

    private const int NotFound = 20404,
        ConversationClosed = 50377;

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        if (faults.Take(FaultKind.RestRefused, message.To) is { } refusal)
        {
            return refusal switch
            {
                StatusCodes.Status429TooManyRequests => new(SendOutcome.TryLater),
                // Nothing is taken; a caller cannot tell that from a 5xx.
                StatusCodes.Status500InternalServerError or StatusCodes.Status503ServiceUnavailable => new(SendOutcome.Unknown),
                StatusCodes.Status400BadRequest => new(SendOutcome.Refused, ErrorCode: UnknownParameters),
                _ => new(SendOutcome.Refused, ErrorCode: refusal),
            };
        }
        // A Conversation that was not opened here is taken for an open one.
        var conversation = message.ConversationSid is { } known ? await log.ConversationAsync(known, cancellation) : null;
        if (ErrorIn(message) is { } code)
        {
            return new(SendOutcome.Refused, ErrorCode: code);
        }
        if (conversation is { IsActive: false })
        {
            return new(SendOutcome.Refused, ErrorCode: conversation.State is SimulatedConversation.Closed ? ConversationClosed : NotFound);
        }
        if (faults.Take(FaultKind.RestRequestLost, message.To) is not null)
        {
            return new(SendOutcome.Unknown);
        }
        var service = PhoneAddress.IsMessagingService(message.From) ? message.From : null;
        var sent = new SimulatedMessage(
            SimulatedMessage.NewSid(message.ConversationSid is null ? "SM" : "IM"),
            message.AccountSid,
            SimulatedMessage.ViaRest,
            service is null ? message.From : twilio.AccountOf(service)!.BrandOf(service)!.PoolSender,
            message.To,
            message.Body,
            time.GetUtcNow(),
            "queued",
            message.StatusCallback.AbsoluteUri,
            service,
            ConversationSid: message.ConversationSid,
            FailsWith: faults.Take(FaultKind.CarrierFailure, message.To)
        );
        await log.AppendAsync(new LogLine(sent), cancellation);
        callbacks.Follow(sent.MessageSid);
        return await IsAnswerSeenAsync(message.To, cancellation) ? new(SendOutcome.Accepted, sent.MessageSid) : new(SendOutcome.Unknown);
    }

    public async Task<IReadOnlyList<ListedMessage>> ListSentAsync(
        string accountSid,
        string to,
        DateTimeOffset since,
        CancellationToken cancellation
    ) =>
        [
            .. (await OfAsync(accountSid, since, to, cancellation))
                .Where(message =>
                    !message.IsInbound && string.Equals(PhoneAddress.Plain(message.To), PhoneAddress.Plain(to), StringComparison.Ordinal)
                )
                .Select(message => message.Listed()),
        ];

    public async Task<ListedMessage?> FindAsync(string accountSid, string messageSid, CancellationToken cancellation)
    {
        var found = await log.FindAsync(messageSid, cancellation);
        RequireList(found?.Phone);
        return found is not null && string.Equals(found.AccountSid, accountSid, StringComparison.Ordinal) && IsListed(found)
            ? found.Listed()
            : null;
    }

    public async IAsyncEnumerable<ListedMessage> ListInboundAsync(
        string accountSid,
        DateTimeOffset since,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        foreach (var message in await OfAsync(accountSid, since, phone: null, cancellation))
        {
            if (message.IsInbound)
            {
                yield return message.Listed();
            }
        }
    }

    public async Task<IReadOnlyList<ConversationParticipant>> ListParticipantsAsync(
        string accountSid,
        string conversationSid,
        CancellationToken cancellation
    )
    {
        var conversation = await log.ConversationAsync(conversationSid, cancellation);
        RequireList(conversation?.From);
        return
            conversation is { State: not SimulatedConversation.Removed }
            && string.Equals(conversation.AccountSid, accountSid, StringComparison.Ordinal)
            ? [new(conversation.ParticipantSid, conversation.From, conversation.To)]
            : [];
    }

    /// <summary>The caller who gives up waiting knows as little as the one whose answer is lost.</summary>
    private async Task<bool> IsAnswerSeenAsync(string to, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(faults.TakeDelay(FaultKind.RestLate, to), time, cancellation);
            return faults.Take(FaultKind.RestResponseLost, to) is null;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<IEnumerable<SimulatedMessage>> OfAsync(
        string accountSid,
        DateTimeOffset since,
        string? phone,
        CancellationToken cancellation
    )
    {
        RequireList(phone);
        return (await log.AllAsync(cancellation)).Where(message =>
            message.At >= since && string.Equals(message.AccountSid, accountSid, StringComparison.Ordinal) && IsListed(message)
        );
    }

    private void RequireList(string? phone)
    {
        if (faults.Take(FaultKind.ListUnavailable, phone) is not null)
        {
            throw new HttpRequestException("The simulated Twilio was told not to answer.");
        }
    }

    private bool IsListed(SimulatedMessage message) => time.GetUtcNow() - message.At >= faults.TakeDelay(FaultKind.ListLate, message.Phone);

    // Twilio's own codes: https://www.twilio.com/docs/api/errors
    private int? ErrorIn(OutboundMessage message) =>
        twilio.Account(message.AccountSid) switch
        {
            null => 20003,
            _ when !PhoneAddress.IsRecipient(PhoneAddress.Plain(message.To)) => 21211,
            var account when account.BrandOf(message.From) is null => PhoneAddress.IsMessagingService(message.From) ? 21701 : 21606,
            _ when message.Body.Length == 0 => 21602,
            _ when message.Body.Length > MaxBodyLength => 21617,
            _ => null,
        };
}

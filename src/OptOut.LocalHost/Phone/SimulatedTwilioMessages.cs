using System.Runtime.CompilerServices;

namespace OptOut.LocalHost;

/// <summary>Twilio's REST API as far as the rules need it, on the simulated message list.</summary>
internal sealed class SimulatedTwilioMessages(SimulatedTwilio twilio, MessageLog log, StatusCallbacks callbacks, TimeProvider time) : ITwilioMessages
{
    private const int LongestBody = 1600;

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        if (ErrorIn(message) is { } code)
        {
            return new(SendOutcome.Refused, ErrorCode: code);
        }
        var service = PhoneAddress.IsMessagingService(message.From) ? message.From : null;
        var sent = new SimulatedMessage(
            SimulatedMessage.NewSid(message.ConversationSid is null ? "SM" : "IM"), message.AccountSid, SimulatedMessage.ViaRest,
            service is null ? message.From : twilio.AccountOf(service)!.BrandOf(service)!.PoolSender, message.To, message.Body, time.GetUtcNow(),
            "queued", message.StatusCallback.AbsoluteUri, service, ConversationSid: message.ConversationSid);
        await log.AppendAsync(new LogLine(sent), cancellation);
        callbacks.Follow(sent.MessageSid);
        return new(SendOutcome.Accepted, sent.MessageSid);
    }

    public async Task<IReadOnlyList<ListedMessage>> ListSentAsync(
        string accountSid, string to, DateTimeOffset since, CancellationToken cancellation) =>
        [.. (await OfAsync(accountSid, since, cancellation))
            .Where(message => !message.IsInbound && string.Equals(PhoneAddress.Plain(message.To), PhoneAddress.Plain(to), StringComparison.Ordinal))
            .Select(message => message.Listed())];

    public async Task<ListedMessage?> FindAsync(string accountSid, string messageSid, CancellationToken cancellation) =>
        await log.FindAsync(messageSid, cancellation) is { } found && string.Equals(found.AccountSid, accountSid, StringComparison.Ordinal)
            ? found.Listed()
            : null;

    public async IAsyncEnumerable<ListedMessage> ListInboundAsync(
        string accountSid, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var message in await OfAsync(accountSid, since, cancellation))
        {
            if (message.IsInbound)
            {
                yield return message.Listed();
            }
        }
    }

    public Task<IReadOnlyList<ConversationParticipant>> ListParticipantsAsync(
        string accountSid, string conversationSid, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ConversationParticipant>>([]);

    private async Task<IEnumerable<SimulatedMessage>> OfAsync(string accountSid, DateTimeOffset since, CancellationToken cancellation) =>
        (await log.AllAsync(cancellation)).Where(message =>
            message.At >= since && string.Equals(message.AccountSid, accountSid, StringComparison.Ordinal));

    // Twilio's own codes: https://www.twilio.com/docs/api/errors
    private int? ErrorIn(OutboundMessage message) => twilio.Account(message.AccountSid) switch
    {
        null => 20003,
        _ when !PhoneAddress.IsRecipient(PhoneAddress.Plain(message.To)) => 21211,
        var account when account.BrandOf(message.From) is null => PhoneAddress.IsMessagingService(message.From) ? 21701 : 21606,
        _ when message.Body.Length == 0 => 21602,
        _ when message.Body.Length > LongestBody => 21617,
        _ => null,
    };
}

namespace OptOut;

/// <summary>What the rules need from Twilio's REST API.</summary>
/// <remarks>Searches and look-ups throw when Twilio cannot be asked: "not found" must mean that Twilio said so.</remarks>
public interface ITwilioMessages
{
    /// <summary>Sends one message. Never throws for what Twilio answered; the outcome says it.</summary>
    Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellation);

    /// <summary>
    /// Messages we sent to <paramref name="to"/>, created at or after <paramref name="since"/>, accepted and queued ones included.
    /// </summary>
    Task<IReadOnlyList<ListedMessage>> ListSentAsync(string accountSid, string to, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>One message by its SID; null when Twilio does not know it.</summary>
    Task<ListedMessage?> FindAsync(string accountSid, string messageSid, CancellationToken cancellation);

    /// <summary>Inbound messages of the account created at or after <paramref name="since"/>, oldest first.</summary>
    IAsyncEnumerable<ListedMessage> ListInboundAsync(string accountSid, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>The participants of a conversation that have a messaging binding; empty when there are none.</summary>
    Task<IReadOnlyList<ConversationParticipant>> ListParticipantsAsync(
        string accountSid,
        string conversationSid,
        CancellationToken cancellation
    );
}

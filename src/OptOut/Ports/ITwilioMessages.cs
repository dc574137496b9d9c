namespace OptOut;

/// <summary>A message that we send ourselves by Twilio's REST API: a confirmation whose TwiML was not taken.</summary>
/// <param name="AccountSid">The account that sends, <c>AC…</c>.</param>
/// <param name="From">The sender: an E.164 number, a channel address or a messaging service SID.</param>
/// <param name="To">The recipient's address as Twilio wrote it, channel prefix included.</param>
/// <param name="Body">The text.</param>
/// <param name="StatusCallback">Where Twilio reports the message's fate.</param>
/// <param name="ConversationSid">Set when the answer belongs into a Twilio Conversation (<c>CH…</c>).</param>
public sealed record OutboundMessage(
    string AccountSid, string From, string To, string Body, Uri StatusCallback, string? ConversationSid = null);

/// <summary>How a REST send ended, as far as Twilio told us.</summary>
public enum SendOutcome
{
    /// <summary>Twilio took it and gave a SID.</summary>
    Accepted,

    /// <summary>A clear refusal (4xx other than 429): trying again cannot help.</summary>
    Refused,

    /// <summary>Certainly not taken, as by 429 or a call that never left: try again later.</summary>
    TryLater,

    /// <summary>No answer, or one that does not tell, such as any 5xx: Twilio may have it.</summary>
    Unknown,
}

/// <summary>The result of a send: its outcome, the SID when accepted, Twilio's error code when refused (21610: the provider has spoken).</summary>
public sealed record SendResult(SendOutcome Outcome, string? MessageSid = null, int? ErrorCode = null);

/// <summary>Twilio's error codes that the rules know (https://www.twilio.com/docs/api/errors).</summary>
public static class TwilioErrors
{
    /// <summary>The recipient has unsubscribed from the sender at Twilio or the carrier.</summary>
    public const int Unsubscribed = 21610;
}

/// <summary>One message of Twilio's list.</summary>
/// <param name="Status">Twilio's word: <c>accepted</c>, <c>queued</c>, <c>sent</c>, <c>delivered</c>, <c>failed</c> …</param>
public sealed record ListedMessage(
    string MessageSid, string From, string To, string Body, DateTimeOffset CreatedAt, string Status, int? ErrorCode, string? MessagingServiceSid = null);

/// <summary>The recipient and the sender of a Twilio Conversation.</summary>
/// <param name="ParticipantSid">The recipient's participant, <c>MB…</c>.</param>
/// <param name="RecipientAddress">The participant's own address as Twilio wrote it (<c>messaging_binding.address</c>).</param>
/// <param name="SenderAddress">The brand's side (<c>messaging_binding.proxy_address</c>).</param>
public sealed record ConversationParticipant(string ParticipantSid, string RecipientAddress, string SenderAddress);

/// <summary>What the rules need from Twilio's REST API.</summary>
/// <remarks>Searches and look-ups throw when Twilio cannot be asked: "not found" must mean that Twilio said so.</remarks>
public interface ITwilioMessages
{
    /// <summary>Sends one message. Never throws for what Twilio answered; the outcome says it.</summary>
    Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellation);

    /// <summary>Messages we sent to <paramref name="to"/>, created at or after <paramref name="since"/>, accepted and queued ones included.</summary>
    Task<IReadOnlyList<ListedMessage>> ListSentAsync(string accountSid, string to, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>One message by its SID; null when Twilio does not know it.</summary>
    Task<ListedMessage?> FindAsync(string accountSid, string messageSid, CancellationToken cancellation);

    /// <summary>Inbound messages of the account created at or after <paramref name="since"/>, oldest first.</summary>
    IAsyncEnumerable<ListedMessage> ListInboundAsync(string accountSid, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>The participants of a conversation that have a messaging binding; empty when there are none.</summary>
    Task<IReadOnlyList<ConversationParticipant>> ListParticipantsAsync(string accountSid, string conversationSid, CancellationToken cancellation);
}

namespace OptOut;

/// <summary>A message that we send ourselves by Twilio's REST API: a confirmation whose TwiML was not taken.</summary>
/// <param name="AccountSid">The account that sends, <c>AC…</c>.</param>
/// <param name="From">The sender: an E.164 number, a channel address or a messaging service SID.</param>
/// <param name="To">The recipient's address as Twilio wrote it, channel prefix included.</param>
/// <param name="Body">The text.</param>
/// <param name="StatusCallback">Where Twilio reports the message's fate.</param>
/// <param name="ConversationSid">Set when the answer belongs into a Twilio Conversation (<c>CH…</c>).</param>
public sealed record OutboundMessage(
    string AccountSid,
    string From,
    string To,
    string Body,
    Uri StatusCallback,
    string? ConversationSid = null
);

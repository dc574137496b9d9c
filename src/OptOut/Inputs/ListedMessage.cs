namespace OptOut;

/// <summary>One message of Twilio's list.</summary>
/// <param name="Status">Twilio's word: <c>accepted</c>, <c>queued</c>, <c>sent</c>, <c>delivered</c>, <c>failed</c> …</param>
public sealed record ListedMessage(
    string MessageSid,
    string From,
    string To,
    string Body,
    DateTimeOffset CreatedAt,
    string Status,
    int? ErrorCode,
    string? MessagingServiceSid = null
);

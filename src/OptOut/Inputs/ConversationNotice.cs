using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// One event of a Twilio Conversation, its signature already checked: also as a follow-up carries it, when it could not be taken in time.
/// </summary>
/// <param name="ConversationSid"><c>CH…</c></param>
/// <param name="At">First arrival at our door.</param>
/// <param name="ParticipantSid"><c>MB…</c>: who joined or wrote.</param>
/// <param name="Address">Of who joined: the person's address as Twilio wrote it; null for a chat user.</param>
/// <param name="ProxyAddress">Of who joined: the brand's side.</param>
/// <param name="MessagingService"><c>MG…</c>, where Twilio names one.</param>
/// <param name="MessageSid"><c>IM…</c>, of what was written.</param>
/// <param name="Author">Who wrote: an address, a chat identity or <c>system</c>.</param>
/// <param name="Via">How it was written: <c>SMS</c>, <c>WHATSAPP</c>, <c>API</c>, <c>SDK</c> …</param>
public sealed record ConversationNotice(
    ConversationChange Change,
    string AccountSid,
    string ConversationSid,
    DateTimeOffset At,
    string? ParticipantSid = null,
    string? Address = null,
    string? ProxyAddress = null,
    string? MessagingService = null,
    string? MessageSid = null,
    string? Author = null,
    string? Via = null,
    string Body = ""
)
{
    /// <summary>
    /// Channels by which a participant writes from a device of their own, as Twilio names them in <c>Source</c>, in any case: those that a
    /// Conversation's address may have (<c>AddressConfigurationResource.TypeEnum</c> of Twilio's library, version 8: sms, whatsapp,
    /// messenger, gbm, rcs and apple; its email and chat come from no phone), and MMS, which is SMS with a picture. A text arrives as
    /// <c>SMS</c>; programs write as <c>API</c>, chat clients as <c>SDK</c> (twilio.com/docs/conversations/conversations-webhooks,
    /// onMessageAdded).
    /// </summary>
    private static readonly FrozenSet<string> OwnChannels = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "SMS",
        "MMS",
        "WHATSAPP",
        "RCS",
        "MESSENGER",
        "GBM",
        "APPLE"
    );

    /// <summary>
    /// Whether a person can have written it from a phone. Only what Twilio says came in by such a channel: programs, chat clients and
    /// Twilio itself
    /// write, too, and a source that is missing or new may be any of them. A STOP of a channel that is not listed still comes in by the
    /// message's own webhook.
    /// </summary>
    [JsonIgnore]
    public bool IsByPhone =>
        Via is not null && OwnChannels.Contains(Via.Trim()) && !Is(Author, "system") && (ParticipantSid is not null || IsByAddress);

    /// <summary>The author is an address, not the name of a chat user.</summary>
    [JsonIgnore]
    public bool IsByAddress => Author is { } author && (author.StartsWith('+') || author.Contains(':', StringComparison.Ordinal));

    private static bool Is(string? value, string word) => string.Equals(value, word, StringComparison.OrdinalIgnoreCase);
}

namespace OptOut.Twilio;

/// <summary>The events of a Twilio Conversation that concern consent.</summary>
public enum ConversationEventType
{
    /// <summary>Any other event; nothing follows from it.</summary>
    Other,

    /// <summary><c>onConversationAdded</c></summary>
    ConversationAdded,

    /// <summary><c>onParticipantAdded</c></summary>
    ParticipantAdded,

    /// <summary><c>onMessageAdded</c></summary>
    MessageAdded,

    /// <summary><c>onConversationStateUpdated</c></summary>
    ConversationStateUpdated,

    /// <summary><c>onConversationRemoved</c></summary>
    ConversationRemoved,
}

/// <summary>
/// An event of a Twilio Conversation. Source: twilio.com/docs/conversations/conversations-webhooks (post-action webhooks).
/// </summary>
/// <param name="EventType">Which one.</param>
/// <param name="AccountSid"><c>AC…</c></param>
/// <param name="ConversationSid"><c>CH…</c></param>
/// <param name="MessagingServiceSid"><c>MG…</c></param>
/// <param name="ParticipantSid"><c>MB…</c>: who was added, or who wrote; null for what the API or the system wrote.</param>
/// <param name="Address"><c>MessagingBinding.Address</c>: the recipient's own address.</param>
/// <param name="ProxyAddress"><c>MessagingBinding.ProxyAddress</c>: the brand's sender.</param>
/// <param name="MessageSid"><c>IM…</c>, of an added message.</param>
/// <param name="Author">Who wrote: an address, a chat identity or <c>system</c>.</param>
/// <param name="Source">How it came in: <c>SMS</c>, <c>WHATSAPP</c>, <c>API</c>, <c>SDK</c> …</param>
/// <param name="Body">The text, empty where there is none.</param>
/// <param name="State"><c>StateTo</c> of a change, else <c>State</c>: <c>active</c>, <c>inactive</c> or <c>closed</c>, in lower
/// case.</param>
public sealed record ConversationEventFields(
    ConversationEventType EventType,
    string AccountSid,
    string ConversationSid,
    string? MessagingServiceSid,
    string? ParticipantSid,
    string? Address,
    string? ProxyAddress,
    string? MessageSid,
    string? Author,
    string? Source,
    string Body,
    string? State
)
{
    /// <summary>Reads them from a form, or from JSON by way of <see cref="JsonBody.TryParse"/>.</summary>
    /// <remarks>Unusable without <c>EventType</c>, <c>AccountSid</c>, <c>ConversationSid</c>, the SID of what was added, or with one of
    /// them twice. Who joined or wrote may not be there twice where the event is about that; anywhere else it does not matter, and never
    /// costs an opt-out.</remarks>
    public static TwilioFields<ConversationEventFields> Parse(FormBody form)
    {
        var reader = new FieldReader(form);
        return TwilioFields<ConversationEventFields>.From(
            reader,
            () =>
            {
                var type = TypeOf(reader.Required("EventType"));
                var joins = type is ConversationEventType.ParticipantAdded or ConversationEventType.ConversationAdded;
                var writes = type == ConversationEventType.MessageAdded;
                string? Said(string name, bool matters) => matters ? reader.Identifying(name) : reader.Optional(name);
                return new(
                    type,
                    reader.RequiredSid("AccountSid"),
                    type == ConversationEventType.Other ? reader.Optional("ConversationSid") ?? "" : reader.RequiredSid("ConversationSid"),
                    reader.Optional("MessagingServiceSid"),
                    type == ConversationEventType.ParticipantAdded ? reader.RequiredSid("ParticipantSid") : Said("ParticipantSid", writes),
                    Said("MessagingBinding.Address", joins),
                    Said("MessagingBinding.ProxyAddress", joins),
                    type == ConversationEventType.MessageAdded ? reader.RequiredSid("MessageSid") : reader.Optional("MessageSid"),
                    Said("Author", writes),
                    Said("Source", writes),
                    writes ? reader.Text("Body") : form.First("Body") ?? "",
                    (reader.Optional("StateTo") ?? reader.Optional("State"))?.ToLowerInvariant()
                );
            }
        );
    }

    private static ConversationEventType TypeOf(string name) =>
        name switch
        {
            "onConversationAdded" => ConversationEventType.ConversationAdded,
            "onParticipantAdded" => ConversationEventType.ParticipantAdded,
            "onMessageAdded" => ConversationEventType.MessageAdded,
            "onConversationStateUpdated" => ConversationEventType.ConversationStateUpdated,
            "onConversationRemoved" => ConversationEventType.ConversationRemoved,
            _ => ConversationEventType.Other,
        };
}

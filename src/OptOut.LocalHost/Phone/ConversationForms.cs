using System.Globalization;

namespace OptOut.LocalHost;

/// <summary>
/// The fields of Twilio's Conversations webhooks (post-action): https://www.twilio.com/docs/conversations/conversations-webhooks
/// </summary>
internal static class ConversationForms
{
    private const string ChatService = "IS00000000000000000000000000000d06";

    public static IReadOnlyList<KeyValuePair<string, string>> Added(SimulatedConversation conversation) =>
        [
            .. Common("onConversationAdded", conversation, Channel(conversation)),
            new("DateCreated", Date(conversation.At)),
            new("State", conversation.State),
            new("FriendlyName", conversation.From),
            .. Binding(conversation),
        ];

    public static IReadOnlyList<KeyValuePair<string, string>> ParticipantAdded(SimulatedConversation conversation) =>
        [
            .. Common("onParticipantAdded", conversation, Channel(conversation)),
            new("ParticipantSid", conversation.ParticipantSid),
            new("DateCreated", Date(conversation.At)),
            new("MessagingBinding.Type", Channel(conversation).ToLowerInvariant()),
            .. Binding(conversation),
        ];

    public static IReadOnlyList<KeyValuePair<string, string>> MessageAdded(
        SimulatedConversation conversation,
        SimulatedMessage message,
        ConversationAuthor author
    )
    {
        var (name, participant, source) = author switch
        {
            ConversationAuthor.Recipient => (conversation.From, conversation.ParticipantSid, Channel(conversation)),
            ConversationAuthor.Agent => ("agent", conversation.AgentSid, "SDK"),
            ConversationAuthor.Api => (conversation.From, null, "API"),
            _ => ("system", null, "API"),
        };
        List<KeyValuePair<string, string>> form =
        [
            .. Common("onMessageAdded", conversation, source),
            new("MessageSid", message.MessageSid),
            new("DateCreated", Date(message.At)),
            new("Body", message.Body),
            new("Author", name),
            new("Attributes", "{}"),
        ];
        if (participant is not null)
        {
            form.Add(new("ParticipantSid", participant));
        }
        return form;
    }

    public static IReadOnlyList<KeyValuePair<string, string>> Closed(SimulatedConversation conversation) =>
        [
            .. Common("onConversationStateUpdated", conversation, "API"),
            new("StateFrom", SimulatedConversation.Active),
            new("StateTo", SimulatedConversation.Closed),
            new("Reason", "API"),
        ];

    public static IReadOnlyList<KeyValuePair<string, string>> Removed(SimulatedConversation conversation) =>
        [.. Common("onConversationRemoved", conversation, "API"), new("State", conversation.State)];

    private static IEnumerable<KeyValuePair<string, string>> Common(string type, SimulatedConversation conversation, string source) =>
        [
            new("EventType", type),
            new("AccountSid", conversation.AccountSid),
            new("ConversationSid", conversation.Sid),
            new("ChatServiceSid", ChatService),
            new("Source", source),
            .. PhoneAddress.IsMessagingService(conversation.To)
                ? (KeyValuePair<string, string>[])[new("MessagingServiceSid", conversation.To)]
                : [],
        ];

    private static IEnumerable<KeyValuePair<string, string>> Binding(SimulatedConversation conversation) =>
        [new("MessagingBinding.Address", conversation.From), new("MessagingBinding.ProxyAddress", conversation.To)];

    /// <summary><c>SMS</c>, or the channel's name.</summary>
    private static string Channel(SimulatedConversation conversation) =>
        conversation.From.IndexOf(':', StringComparison.Ordinal) is > 0 and var end ? conversation.From[..end].ToUpperInvariant() : "SMS";

    private static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

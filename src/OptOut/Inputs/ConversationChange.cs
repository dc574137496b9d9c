using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>What Twilio tells of one of its Conversations.</summary>
[JsonConverter(typeof(KebabCase<ConversationChange>))]
public enum ConversationChange
{
    /// <summary>Somebody takes part by message.</summary>
    Joined,

    /// <summary>Somebody wrote.</summary>
    Written,

    /// <summary>It was closed or removed.</summary>
    Ended,
}

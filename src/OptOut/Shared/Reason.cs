using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>Why a check answers as it does (rule 24).</summary>
[JsonConverter(typeof(KebabCase<Reason>))]
public enum Reason
{
    Consented,
    PriorRelationship,
    Conversation,
    OptInRequest,
    Invalid,
    Suspended,
    OptedOut,
    ReviewPending,
    ProviderBlocked,
    NumberReassigned,
    ContentProhibited,
    AgeNotVerified,
    CountryNotAllowed,
    NoConsent,
    ConsentPending,
    ConsentExpired,
    ConsentInsufficient,
    ConversationClosed,
    SenderNotRegistered,
    QuietHours,
    FrequencyExceeded,
    ObligationsUnmet,
    Unavailable,
}

using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>What happened, in the words of the history and of published events.</summary>
[JsonConverter(typeof(KebabCase<EventType>))]
public enum EventType
{
    OptedOut,
    OptedIn,
    Consented,
    ConsentRequested,
    ConsentWithdrawn,
    ConversationOpened,
    ConversationClosed,
    ConfirmationSent,
    ConfirmationUncertain,

    /// <summary>A confirmation that came too late to be sent (rule 9).</summary>
    ConfirmationWithheld,
    SendRecorded,

    /// <summary>A scheduled message was cancelled by an opt-out (rule 40).</summary>
    SendRecalled,
    SuppressionCorrected,
    Superseded,
    ReviewNeeded,
    ReviewDecided,
    ProviderBlocked,
    ProviderUnblocked,
    PreferencesChanged,

    /// <summary>The number belongs to somebody else since then, or to nobody (rule 36).</summary>
    NumberReassigned,

    /// <summary>A brand or a campaign was suspended at run time, or goes on (rule 29); in the account's own ledger.</summary>
    SuspensionChanged,

    /// <summary>One text went out over more senders of a brand than it allows (rule 38); in the account's own ledger.</summary>
    SpreadSuspected,

    /// <summary>A legal hold was set or lifted (rule 32).</summary>
    HoldChanged,
    Erased,
}

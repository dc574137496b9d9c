using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>What kind of message a sender asks about (rule 23).</summary>
[JsonConverter(typeof(KebabCase<CheckKind>))]
public enum CheckKind
{
    Campaign,
    Informational,
    Reply,
    OptInRequest,
}

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

/// <summary>What an allowed message must do (rule 25).</summary>
[JsonConverter(typeof(KebabCase<Obligation>))]
public enum Obligation
{
    IdentifySender,
    OptOutLanguage,
    ReconfirmConsent,
    NoPromotion,
    StayInConversation,

    /// <summary>A one-way sender offers a link to stop by (rule 25).</summary>
    OptOutMeans,
}

/// <summary>"May I send this recipient this message now?", valid: the brand and campaign exist.</summary>
public sealed record CheckQuestion
{
    public required Account Account { get; init; }
    public required Brand Brand { get; init; }
    public Campaign? Campaign { get; init; }
    public CheckKind Kind { get; init; }

    /// <summary>One of the brand's senders; null: any of them.</summary>
    public string? Sender { get; init; }

    /// <summary>The text to be sent, if the sender wants it looked at.</summary>
    public string? Body { get; init; }
}

/// <summary>The answer to a check, with the ledger events that it rests on.</summary>
public sealed record CheckAnswer
{
    public required bool Allowed { get; init; }
    public required Reason Reason { get; init; }
    public IReadOnlyList<Obligation> Obligations { get; init; } = [];
    public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>Ids of ledger events.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Until when the answer's ground stands if nothing else happens; for <c>frequency-exceeded</c>, when a place is free again.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The brand's senders that no provider blocks; given when some are blocked.</summary>
    public IReadOnlyList<string>? UsableSenders { get; init; }

    public static CheckAnswer Deny(Reason reason, params IEnumerable<string?> evidence) =>
        new() { Allowed = false, Reason = reason, Evidence = [.. evidence.OfType<string>()] };
}

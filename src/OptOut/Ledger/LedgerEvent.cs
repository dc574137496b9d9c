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

    /// <summary>A legal hold was set or lifted (rule 32).</summary>
    HoldChanged,
    Erased,
}

/// <summary>How far an opt-out reaches.</summary>
[JsonConverter(typeof(KebabCase<Scope>))]
public enum Scope
{
    Account,
    Brand,
    Campaign,
}

/// <summary>On what a consent rests.</summary>
[JsonConverter(typeof(KebabCase<Basis>))]
public enum Basis
{
    Express,
    PriorRelationship,
    Conversation,
}

/// <summary>Where the proof of an event can be found: at least one of the three.</summary>
public sealed record Proof(string? Reference = null, string? Uri = null, string? MessageSid = null);

/// <summary>A recorded age verification: the person was shown to be at least this old.</summary>
public sealed record AgeVerification(int MinimumAge, string Method, DateTimeOffset VerifiedAt);

/// <summary>At most <paramref name="Max"/> messages in any period of <paramref name="Per"/>.</summary>
public sealed record Frequency(int Max, IsoDuration Per);

/// <summary>
/// One entry of a recipient's ledger. The ledger is the truth: <see cref="RecipientState"/> is its fold, so an event carries all that the fold needs.
/// </summary>
public sealed record LedgerEvent
{
    /// <summary>Unique over all recipients and stable: also the id under which the event is published.</summary>
    public string Id { get; init; } = "";

    /// <summary>1, 2, 3 … per recipient, without gaps.</summary>
    public long Sequence { get; init; }

    public required EventType Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When we wrote it.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    public string? Brand { get; init; }
    public Scope? Scope { get; init; }
    public string? Campaign { get; init; }

    /// <summary>By which way it reached us: <see cref="Sources"/>.</summary>
    public required string Source { get; init; }

    public Proof? Proof { get; init; }

    /// <summary>The canonical keyword, such as <c>STOP</c>.</summary>
    public string? Keyword { get; init; }

    /// <summary>What the person wrote or saw, or why an operator acted.</summary>
    public string? Text { get; init; }

    /// <summary>The date of the Messaging Policy text applied.</summary>
    public string Policy { get; init; } = OptOut.Policy.Date;

    public string? Sender { get; init; }

    /// <summary>The messaging service that the sender answered for.</summary>
    public string? MessagingService { get; init; }

    /// <summary>Where an imported record was kept before, in the importer's words.</summary>
    public string? Origin { get; init; }

    public string? Actor { get; init; }
    public string? ConsentId { get; init; }
    public Basis? Basis { get; init; }
    public string? Method { get; init; }
    public string? Trigger { get; init; }

    /// <summary>When the person gave the consent, as stated; <see cref="At"/> never lies in the future.</summary>
    public DateTimeOffset? ObtainedAt { get; init; }

    /// <summary>When a consent, a request or a conversation ends by itself.</summary>
    public DateTimeOffset? Until { get; init; }

    public AgeVerification? AgeVerified { get; init; }
    public Frequency? Frequency { get; init; }

    /// <summary>The campaigns that an opt-in restored.</summary>
    public IReadOnlyList<string>? Restored { get; init; }

    public CheckKind? Kind { get; init; }
    public IReadOnlyList<Obligation>? Fulfilled { get; init; }

    /// <summary>The ledger event that made this one ineffective.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>The ledger event that this one is about.</summary>
    public string? About { get; init; }

    /// <summary>The conversation at Twilio, <c>CH…</c>.</summary>
    public string? ConversationSid { get; init; }

    /// <summary>Subscribers get it: all but recorded sends, which come from the sender in the first place.</summary>
    [JsonIgnore]
    public bool IsPublished => Type != EventType.SendRecorded;
}

/// <summary>The ways by which an event can reach us.</summary>
public static class Sources
{
    /// <summary>The recipient's own message.</summary>
    public const string Message = "message";
    public const string Api = "api";
    public const string Import = "import";

    /// <summary>Twilio or a carrier: an opt-out it holds, or error 21610.</summary>
    public const string Provider = "provider";
    public const string StatusCallback = "status-callback";

    /// <summary>Our own watching over a confirmation.</summary>
    public const string FollowUp = "follow-up";

    /// <summary>Twilio's Conversations webhooks.</summary>
    public const string Conversations = "conversations";

    /// <summary>Opt-outs that an operator may record, and later correct, for a recipient (all but the provider's).</summary>
    public static readonly IReadOnlySet<string> Manual = new HashSet<string>(StringComparer.Ordinal) { "phone", "email", "web", "agent", Provider };

    /// <summary>True for what a recipient or a provider said: no operator may correct it (CONTRACT §4).</summary>
    public static bool IsOwnWord(string source) => source is Message or Conversations or Provider or StatusCallback;
}

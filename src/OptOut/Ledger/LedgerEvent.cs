using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// One entry of a recipient's ledger. The ledger is the truth: <see cref="RecipientState"/> is its fold, so an event carries all that the
/// fold needs.
/// </summary>
public sealed record LedgerEvent
{
    /// <summary>Unique over all recipients and stable: also the id under which the event is published.</summary>
    public string Id { get; init; } = "";

    /// <summary>1, 2, 3 … per recipient, without gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>
    /// SHA-256 over what the event says and over <see cref="Previous"/>, in hexadecimal digits (rule 34; <see cref="HashChain"/>).
    /// </summary>
    public string? Hash { get; init; }

    /// <summary>The hash of the event before; null before the first.</summary>
    public string? Previous { get; init; }

    /// <summary>SHA-256 over <see cref="Salt"/> and what an erasure would take away; it stays when that goes.</summary>
    public string? Digest { get; init; }

    /// <summary>Random bytes, so that nobody can guess what an erased digest stood for; erased with it.</summary>
    public string? Salt { get; init; }

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

    /// <summary>How sure the recogniser was that plain words revoke consent, 0 to 1 (rule 7).</summary>
    public double? Score { get; init; }

    /// <summary>The recogniser's version, with <c>+phrase</c> where a phrase decided (rule 7).</summary>
    public string? Recogniser { get; init; }

    /// <summary>What the person wrote or saw, what a confirmation said, or why an operator acted.</summary>
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
    public Trigger? Trigger { get; init; }

    /// <summary>How strong a consent is (rule 37).</summary>
    public ConsentLevel? Level { get; init; }

    /// <summary>The recipient's language, an IETF tag such as <c>es</c>.</summary>
    public string? Language { get; init; }

    /// <summary>The recipient's time zone, an IANA name.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Where the recipient is, ISO 3166: <c>US</c> or <c>US-FL</c>.</summary>
    public string? Region { get; init; }

    /// <summary>When the person gave the consent, as stated; <see cref="At"/> never lies in the future.</summary>
    public DateTimeOffset? ObtainedAt { get; init; }

    /// <summary>When a consent, a request or a conversation ends by itself.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of a message that waits for a person: by when it is to be decided (rule 39).</summary>
    public DateTimeOffset? DueAt { get; init; }

    public AgeVerification? AgeVerified { get; init; }
    public Frequency? Frequency { get; init; }

    /// <summary>Whether a brand or a campaign is suspended from then on (rule 29).</summary>
    public bool? Suspended { get; init; }

    /// <summary>The senders that one text went out over (rule 38).</summary>
    public IReadOnlyList<string>? Senders { get; init; }

    /// <summary>What a change of preferences took away, by the names of the fields: <c>frequency</c>, <c>timeZone</c> …</summary>
    public IReadOnlyList<string>? Unset { get; init; }

    /// <summary>The campaigns that an opt-in restored.</summary>
    public IReadOnlyList<string>? Restored { get; init; }

    /// <summary>Of a double opt-in's request: whether it went out already; null: as its source says.</summary>
    public bool? Asked { get; init; }

    /// <summary>Of a confirmation that was sent: seconds from the arrival of the message to Twilio's having it (rule 9).</summary>
    public double? TookSeconds { get; init; }

    /// <summary>What a review came to.</summary>
    public ReviewDecision? Review { get; init; }

    public CheckKind? Kind { get; init; }
    public IReadOnlyList<Obligation>? Fulfilled { get; init; }

    /// <summary>Of a scheduled message, when Twilio sends it (rule 40).</summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>The answer that a send went out on (rule 33).</summary>
    public SentDecision? Decision { get; init; }

    /// <summary>Why what a send brought is no proof that it was allowed (rule 33).</summary>
    public Unchecked? Unchecked { get; init; }

    /// <summary>Why a send should not have gone out (rule 30): a check's reason, or <c>unchecked</c>.</summary>
    public string? Violation { get; init; }

    /// <summary>The ledger events that a violation goes against.</summary>
    public IReadOnlyList<string>? Evidence { get; init; }

    /// <summary>Whether a legal hold was set or lifted (rule 32).</summary>
    public bool? Hold { get; init; }

    /// <summary>The ledger event that made this one ineffective.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>
    /// Of an opt-out that was reported after a newer consent: when that consent was given, which ended this opt-out.
    /// </summary>
    public DateTimeOffset? SupersededAt { get; init; }

    /// <summary>The ledger event that this one is about.</summary>
    public string? About { get; init; }

    /// <summary>The conversation at Twilio, <c>CH…</c>.</summary>
    public string? ConversationSid { get; init; }

    /// <summary>Subscribers get it: all but recorded sends that were allowed, which come from the sender in the first place.</summary>
    [JsonIgnore]
    public bool IsPublished => Type != EventType.SendRecorded || Violation is not null;
}

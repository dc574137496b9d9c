using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// What holds for one recipient towards one account: the fold of the recipient's ledger (<see cref="Ledger.Apply"/>), and nothing that is not in it.
/// </summary>
public sealed record RecipientState
{
    /// <summary>The canonical address.</summary>
    public required string Recipient { get; init; }

    /// <summary>The sequence of the newest ledger event; 0 before the first.</summary>
    public long LastSequence { get; init; }

    /// <summary>The latest account-wide opt-out (STOPALL). Lifted per brand, so it is never removed by an opt-in.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>When the account-wide suppression last changed.</summary>
    public SuppressionChange? SuppressionChange { get; init; }

    /// <summary>Per brand id; a brand that never met the recipient is missing.</summary>
    public ImmutableSortedDictionary<string, BrandState> Brands { get; init; } = NoBrands;

    /// <summary>When the newest event was written.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The last erasure of texts, statements and proofs.</summary>
    public Mark? Erased { get; init; }

    /// <summary>What is left of the history before, if it was purged: the fold starts from here then.</summary>
    public Watermark? Watermark { get; init; }

    private static readonly ImmutableSortedDictionary<string, BrandState> NoBrands =
        ImmutableSortedDictionary.Create<string, BrandState>(StringComparer.Ordinal);

    /// <summary>The state towards a brand, empty if they never met.</summary>
    public BrandState Brand(string id) => Brands.GetValueOrDefault(id) ?? BrandState.Unknown;

    public RecipientState With(string brand, Func<BrandState, BrandState> change) =>
        this with { Brands = Brands.WithComparers(StringComparer.Ordinal).SetItem(brand, change(Brand(brand))) };
}

/// <summary>What holds between a recipient and one brand.</summary>
public sealed record BrandState
{
    internal static readonly BrandState Unknown = new();

    /// <summary>The latest opt-out from this brand.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>When what suppresses the brand last changed.</summary>
    public SuppressionChange? SuppressionChange { get; init; }

    /// <summary>When the recipient last lifted the brand's suppression (START), and the event that says so.</summary>
    public Mark? OptedIn { get; init; }

    /// <summary>The opt-out since which the account-wide one has covered this brand without a break; null: its first.</summary>
    public OptOutOrigin? AccountOrigin { get; init; }

    /// <summary>The campaigns effectively held just before the first opt-out since the last opt-in: what START restores (rule 14).</summary>
    public ImmutableList<string>? Restorable { get; init; }

    public ImmutableSortedDictionary<string, CampaignState> Campaigns { get; init; } =
        ImmutableSortedDictionary.Create<string, CampaignState>(StringComparer.Ordinal);

    /// <summary>A prior relationship that names no campaign: for any informational message of the brand.</summary>
    public Grant? PriorRelationship { get; init; }

    /// <summary>The latest withdrawal of such a consent: an import does not bring it back.</summary>
    public Mark? Withdrawn { get; init; }

    /// <summary>Per sender address.</summary>
    public ImmutableSortedDictionary<string, Conversation> Conversations { get; init; } =
        ImmutableSortedDictionary.Create<string, Conversation>(StringComparer.Ordinal);

    /// <summary>Senders that Twilio or the carrier refuses to deliver from.</summary>
    public ImmutableSortedDictionary<string, Mark> ProviderBlocks { get; init; } =
        ImmutableSortedDictionary.Create<string, Mark>(StringComparer.Ordinal);

    /// <summary>The latest consent that the recipient gave by text (START, YES, JOIN): a block older than it is void (rule 12).</summary>
    public DateTimeOffset? InboundConsentAt { get; init; }

    public AgeVerification? Age { get; init; }
    public string? AgeEvent { get; init; }
    public Frequency? Frequency { get; init; }

    /// <summary>The ledger event that set <see cref="Frequency"/>.</summary>
    public string? FrequencyEvent { get; init; }

    /// <summary>When messages were sent, to the millisecond, newest last, as many as a frequency can ask for.</summary>
    [JsonConverter(typeof(TimesJson))]
    public ImmutableList<DateTimeOffset> Sends { get; init; } = [];

    /// <summary>The last message that told the recipient how to stop.</summary>
    public DateTimeOffset? OptOutLanguageAt { get; init; }

    public CampaignState Campaign(string id) => Campaigns.GetValueOrDefault(id) ?? CampaignState.Unknown;

    public BrandState With(string campaign, Func<CampaignState, CampaignState> change) =>
        this with { Campaigns = Campaigns.WithComparers(StringComparer.Ordinal).SetItem(campaign, change(Campaign(campaign))) };
}

/// <summary>What holds between a recipient and one campaign.</summary>
public sealed record CampaignState
{
    internal static readonly CampaignState Unknown = new();

    /// <summary>The campaign's own suppression.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>When what suppresses the campaign last changed.</summary>
    public SuppressionChange? SuppressionChange { get; init; }

    public Grant? Express { get; init; }
    public Grant? PriorRelationship { get; init; }

    /// <summary>The latest withdrawal of a consent to it: an import does not bring that back.</summary>
    public Mark? Withdrawn { get; init; }

    /// <summary>A double opt-in not yet answered.</summary>
    public Request? Pending { get; init; }

    /// <summary>The first message since the consent.</summary>
    public DateTimeOffset? FirstSendAt { get; init; }

    /// <summary>The last message that fulfilled <see cref="Obligation.ReconfirmConsent"/>.</summary>
    public DateTimeOffset? ReconfirmedAt { get; init; }

    /// <summary>The consents of this campaign, whatever their basis.</summary>
    public IEnumerable<Grant> Grants => new[] { Express, PriorRelationship }.OfType<Grant>();
}

/// <summary>A moment in time and the ledger event that proves it.</summary>
public sealed record Mark(DateTimeOffset At, string Event);

/// <summary>A dated opt-out. It holds until something newer than <see cref="LastOptOutAt"/> lifts it.</summary>
/// <param name="Since">The first opt-out since the last lifting.</param>
/// <param name="LastOptOutAt">The newest one (rule 3).</param>
/// <param name="Source">How the first one reached us.</param>
/// <param name="Event">The newest one's ledger event.</param>
/// <param name="LastSource">How the newest one reached us.</param>
/// <param name="OwnWord">The recipient or a provider said it at least once, so no operator may correct it.</param>
/// <param name="RecordedAt">When the newest was written.</param>
/// <param name="Before">The one that was lifted before this began: it still outranks older consents, and stands again if this is corrected.</param>
public sealed record Suppression(
    DateTimeOffset Since, DateTimeOffset LastOptOutAt, string Source, string Event, string LastSource, bool OwnWord, DateTimeOffset RecordedAt,
    string? MessageSid = null, string? Keyword = null, Suppression? Before = null);

/// <summary>The first opt-out of a suppression: since when it stands, how it reached us, and its proof.</summary>
public sealed record OptOutOrigin(DateTimeOffset Since, string Source, string? MessageSid = null, string? Keyword = null);

/// <summary>A consent in force until something newer covers it.</summary>
/// <param name="Id">The consent's id.</param>
/// <param name="At">When it was given or last renewed: what a suppression is compared with.</param>
/// <param name="Event">The ledger event that gave it.</param>
/// <param name="Sequence">That event's sequence.</param>
/// <param name="Until">When it expires by itself.</param>
/// <param name="RenewedBy">The opt-in that restored it.</param>
public sealed record Grant(
    string Id, DateTimeOffset At, string Event, long Sequence, Basis Basis, DateTimeOffset? Until = null, string? RenewedBy = null);

/// <summary>A double opt-in waiting for YES.</summary>
/// <param name="Sender">On which sender it was requested; null while not known.</param>
/// <param name="Asked">The opt-in request has gone out: no second one.</param>
public sealed record Request(string Id, DateTimeOffset At, DateTimeOffset Until, string Event, long Sequence, string? Sender, bool Asked);

/// <summary>A conversation that the recipient started.</summary>
/// <param name="OpenedAt">The first message.</param>
/// <param name="At">The latest message.</param>
/// <param name="Until">When it closes by itself.</param>
/// <param name="Event">The ledger event of the latest message.</param>
/// <param name="MessagingService">The service that the sender answered for.</param>
/// <param name="IdentifiedAt">A reply said who we are.</param>
/// <param name="ClosedAt">When an opt-out, or Twilio, ended it.</param>
/// <param name="ConversationSid">The conversation at Twilio.</param>
public sealed record Conversation(
    DateTimeOffset OpenedAt, DateTimeOffset At, DateTimeOffset Until, string Event, string? MessagingService = null,
    DateTimeOffset? IdentifiedAt = null, DateTimeOffset? ClosedAt = null, string? ConversationSid = null)
{
    public bool IsOpen(DateTimeOffset now) => ClosedAt is null && now < Until;

    /// <summary>Ended at a time. What the recipient wrote after it (it reached us late) is a conversation of its own.</summary>
    public Conversation ClosedBy(DateTimeOffset at) =>
        At <= at ? this with { ClosedAt = at > ClosedAt ? at : ClosedAt ?? at }
        : OpenedAt <= at ? this with { OpenedAt = At }
        : this;
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OptOut;

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

    /// <summary>
    /// The campaigns effectively held just before the first opt-out since the last opt-in: what START restores (rule 15).
    /// </summary>
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

    /// <summary>
    /// Of each messaging service, the senders that are known to answer for it: one opt-out at Twilio holds for all of them, over SMS, MMS
    /// and RCS (rule 12).
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableList<string>> Services { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableList<string>>(StringComparer.Ordinal);

    /// <summary>The messaging service that the sender is known to answer for.</summary>
    public string? ServiceOf(string sender) => Services.FirstOrDefault(s => s.Value.Contains(sender)).Key;

    /// <summary>Messages that wait for a person, the oldest first; null for none.</summary>
    public ImmutableList<PendingReview>? Reviews { get; init; }

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

    /// <summary>The last decisions that sends brought back, shortened: none answers for two messages (rule 33).</summary>
    public ImmutableList<string>? Decisions { get; init; }

    /// <summary>The last message that told the recipient how to stop.</summary>
    public DateTimeOffset? OptOutLanguageAt { get; init; }

    /// <summary>Messages that wait at Twilio for their time; null for none.</summary>
    public ImmutableList<ScheduledMessage>? Scheduled { get; init; }

    public CampaignState Campaign(string id) => Campaigns.GetValueOrDefault(id) ?? CampaignState.Unknown;

    public BrandState With(string campaign, Func<CampaignState, CampaignState> change) =>
        this with
        {
            Campaigns = Campaigns.WithComparers(StringComparer.Ordinal).SetItem(campaign, change(Campaign(campaign))),
        };
}

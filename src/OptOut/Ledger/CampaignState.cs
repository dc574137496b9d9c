using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OptOut;

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

    /// <summary>
    /// The last two messages, the newest last: two within <c>RemindEvery</c> make a recurring campaign, whatever was declared (rule 21).
    /// </summary>
    public ImmutableList<DateTimeOffset>? LastSends { get; init; }

    /// <summary>The last message that fulfilled <see cref="Obligation.ReconfirmConsent"/>.</summary>
    public DateTimeOffset? ReconfirmedAt { get; init; }

    /// <summary>When its messages were sent, to the millisecond, newest last, as many as its promise can ask for (rule 28).</summary>
    [JsonConverter(typeof(TimesJson))]
    public ImmutableList<DateTimeOffset>? Sends { get; init; }

    /// <summary>The consents of this campaign, whatever their basis.</summary>
    public IEnumerable<Grant> Grants => new[] { Express, PriorRelationship }.OfType<Grant>();
}

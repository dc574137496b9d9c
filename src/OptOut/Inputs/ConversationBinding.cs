using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>Who takes part in a Twilio Conversation by message, and when it ended.</summary>
/// <param name="Participants">Several in a group.</param>
/// <param name="EndedAt">When it was first said to be closed or removed.</param>
public sealed record ConversationBinding(ImmutableList<BoundParticipant> Participants, DateTimeOffset? EndedAt = null)
{
    /// <summary>Of a Conversation that nothing is known of.</summary>
    public static readonly ConversationBinding Unknown = new([]);

    /// <summary>A row is small. Who falls out is looked up at Twilio when they write.</summary>
    private const int MaxKept = 200;

    /// <summary>The store's version; null when nothing is kept yet.</summary>
    [JsonIgnore]
    public string? Version { get; init; }

    /// <summary>Adds a participant or what is newly known of one; the same instance when nothing is.</summary>
    public ConversationBinding With(BoundParticipant participant)
    {
        var known = Participants.Find(p => p.IsSame(participant));
        var merged = known is null
            ? participant
            : participant with
            {
                ParticipantSid = participant.ParticipantSid ?? known.ParticipantSid,
                ProxyAddress = participant.ProxyAddress ?? known.ProxyAddress,
                MessagingService = participant.MessagingService ?? known.MessagingService,
            };
        if (merged == known)
        {
            return this;
        }

        var others = Participants.RemoveAll(p => p.IsSame(participant));
        return this with { Participants = (others.Count < MaxKept ? others : others.RemoveAt(0)).Add(merged) };
    }

    /// <summary>Without a person who is erased. When it ended stays known.</summary>
    public ConversationBinding Without(RecipientAddress person) =>
        this with
        {
            Participants = Participants.RemoveAll(p => RecipientAddress.FromTwilio(p.Address) == person),
        };

    /// <summary>The participant that wrote a message; null when none that is known did.</summary>
    public BoundParticipant? Author(ConversationNotice message) =>
        Participants.Find(p => p.ParticipantSid is not null && p.ParticipantSid == message.ParticipantSid)
        ?? Participants.Find(p => BoundParticipant.IsOne(p.Address, message.Author));
}

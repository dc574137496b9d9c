using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// A reminder to make sure, later, that what was begun got finished. It carries all that is needed to begin again. A new kind is a record
/// here and a <see cref="FollowUpHandler{T}"/>. It lies in a queue across deployments: its word never changes, and a field that comes later
/// has a default.
/// </summary>
/// <param name="AccountSid">The Twilio account that it belongs to.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MessageFollowUp), "message")]
[JsonDerivedType(typeof(PublicationFollowUp), "publication")]
[JsonDerivedType(typeof(ConversationFollowUp), "conversation")]
[JsonDerivedType(typeof(StatusFollowUp), "status")]
[JsonDerivedType(typeof(ConsentSyncFollowUp), "consent-sync")]
[JsonDerivedType(typeof(RecallFollowUp), "recall")]
[JsonDerivedType(typeof(WebhookFollowUp), "webhook")]
public abstract record FollowUp(string AccountSid)
{
    /// <summary>How often its handler has deferred it.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was to be taken, for health to tell that nobody does; null where it was due at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Of a dead letter: why nobody tries it any more.</summary>
    public string? Cause { get; init; }

    /// <summary>A dead letter that is tried again: with the attempts that it died of it would die again at the next one.</summary>
    public FollowUp Revived() => this with { Attempts = 0, DueAt = null, Cause = null };
}

/// <summary>A follow-up that concerns one recipient.</summary>
/// <param name="AccountSid">The Twilio account.</param>
/// <param name="Recipient">The canonical address.</param>
public abstract record RecipientFollowUp(string AccountSid, string Recipient) : FollowUp(AccountSid)
{
    /// <summary>Whose it is.</summary>
    [JsonIgnore]
    public RecipientKey Key => new(AccountSid, RecipientAddress.FromStored(Recipient));
}

/// <summary>
/// Of an inbound message: without its receipt it is taken from this; its confirmation is watched until it is known to be taken.
/// </summary>
public sealed record MessageFollowUp(
    string AccountSid,
    string Recipient,
    string MessageSid,
    string From,
    string Sender,
    string? MessagingService,
    string Body,
    string? OptOutType,
    string? ButtonPayload,
    DateTimeOffset ReceivedAt,
    string Source,
    string? ConversationSid
) : RecipientFollowUp(AccountSid, Recipient)
{
    /// <summary>The follow-up of a message that is about to be taken.</summary>
    public static MessageFollowUp Of(Inbound message) =>
        new(
            message.Account.Sid,
            message.Recipient.Value,
            message.MessageSid,
            message.From,
            message.Sender.Address,
            message.MessagingService,
            message.BodyForLater,
            message.OptOutType,
            message.ButtonPayload,
            message.ReceivedAt,
            message.Source,
            message.ConversationSid
        );
}

/// <summary>Of a change that answers nobody, such as one by API: its events are to be published.</summary>
/// <param name="AccountSid">The Twilio account.</param>
/// <param name="Recipient">The canonical address.</param>
/// <param name="FirstSequence">The first ledger event to publish.</param>
/// <param name="LastSequence">The last one.</param>
public sealed record PublicationFollowUp(string AccountSid, string Recipient, long FirstSequence, long LastSequence)
    : RecipientFollowUp(AccountSid, Recipient);

/// <summary>Of a Conversation's event that could not be taken in time.</summary>
/// <param name="AccountSid">The Twilio account.</param>
/// <param name="Notice">The event.</param>
public sealed record ConversationFollowUp(string AccountSid, ConversationNotice Notice) : FollowUp(AccountSid);

/// <summary>Of a status that could not be taken in time.</summary>
/// <param name="AccountSid">The Twilio account.</param>
/// <param name="Recipient">The canonical address.</param>
/// <param name="Status">The status.</param>
public sealed record StatusFollowUp(string AccountSid, string Recipient, StatusNotice Status) : RecipientFollowUp(AccountSid, Recipient);

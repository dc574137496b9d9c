using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// Shows that a message (or a report of one) was taken, and what it was answered: written in the same transaction as its effects, so that a redelivery changes nothing (rule 9).
/// </summary>
public sealed record Receipt
{
    /// <summary>The inbound <c>MessageSid</c>; sends and status reports put a prefix before it.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }
    /// <summary>Of a recorded send, when it was sent.</summary>
    public DateTimeOffset? SentAt { get; init; }

    public string? Brand { get; init; }
    public Meaning? Meaning { get; init; }

    /// <summary>The message that this one is the other telling of: everything that follows from it is in that one's receipt.</summary>
    public string? AliasOf { get; init; }

    /// <summary>Where an ordinary message was passed on to.</summary>
    public string? ForwardUrl { get; init; }

    /// <summary>The one message that answers it.</summary>
    public Confirmation? Confirmation { get; init; }

    /// <summary>The first and last sequence of its ledger events; 0 when it made none.</summary>
    public long FirstSequence { get; init; }

    public long LastSequence { get; init; }

    /// <summary>The ticket of the follow-up that watches over this; null when the queue could not take one.</summary>
    public string? FollowUp { get; init; }

    /// <summary>The store's version.</summary>
    [JsonIgnore]
    public string? Version { get; init; }
}

/// <summary>By which way a confirmation goes out.</summary>
[JsonConverter(typeof(KebabCase<Route>))]
public enum Route
{
    /// <summary>In the answer to Twilio's webhook.</summary>
    Twiml,

    /// <summary>By a call to Twilio's REST API, because the answer is known not to have been taken.</summary>
    Rest,
}

/// <summary>The life of a confirmation (DESIGN §4).</summary>
[JsonConverter(typeof(KebabCase<ConfirmationState>))]
public enum ConfirmationState
{
    /// <summary>Answered as TwiML, or to be sent by REST; not known to be taken.</summary>
    Planned,

    /// <summary>One attempt may be calling Twilio right now.</summary>
    Claimed,

    /// <summary>Twilio has it.</summary>
    Sent,

    /// <summary>Twilio refused it for good.</summary>
    Failed,

    /// <summary>Twilio may have it and can no longer be asked: never two outranks never none.</summary>
    Unknown,

    /// <summary>Something newer made it untrue before it went out.</summary>
    Superseded,
}

/// <summary>One message that we owe a recipient, exactly once.</summary>
public sealed record Confirmation
{
    public required ReplyKind Kind { get; init; }
    public required string Text { get; init; }

    /// <summary>The sender that was texted.</summary>
    public required string From { get; init; }

    /// <summary>The recipient's address as Twilio wrote it.</summary>
    public required string To { get; init; }

    public Route Route { get; init; }
    public ConfirmationState State { get; init; }

    /// <summary>The attempt that holds the claim.</summary>
    public string? AttemptId { get; init; }

    /// <summary>When the claim was taken.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When Twilio's list was first searched without a find since it was planned or claimed.</summary>
    public DateTimeOffset? NotFoundAt { get; init; }

    /// <summary>Twilio's id of the confirmation.</summary>
    public string? MessageSid { get; init; }

    public int? ErrorCode { get; init; }
    public string? ConversationSid { get; init; }

    /// <summary>The sequence of the ledger event that says how it ended; 0 while it has none.</summary>
    public long EndSequence { get; init; }

    /// <summary>Its fate is not known yet, so it is still watched.</summary>
    [JsonIgnore]
    public bool IsOpen => State is ConfirmationState.Planned or ConfirmationState.Claimed;
}

using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>By which way a confirmation goes out.</summary>
[JsonConverter(typeof(KebabCase<Route>))]
public enum Route
{
    /// <summary>In the answer to Twilio's webhook.</summary>
    Twiml,

    /// <summary>By a call to Twilio's REST API, because the answer is known not to have been taken.</summary>
    Rest,
}

/// <summary>The life of a confirmation (rule 9).</summary>
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

    /// <summary>It was not sent in time: what comes later than <see cref="Confirmation.Until"/> confirms nothing any more.</summary>
    Withheld,
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

    /// <summary>
    /// Until when it may be sent, measured from the message's arrival (<see cref="Brand.ConfirmWithin"/>); what Twilio has by then may
    /// still arrive.
    /// </summary>
    public DateTimeOffset? Until { get; init; }

    public int? ErrorCode { get; init; }
    public string? ConversationSid { get; init; }

    /// <summary>The sequence of the ledger event that says how it ended; 0 while it has none.</summary>
    public long EndSequence { get; init; }

    /// <summary>Its fate is not known yet, so it is still watched.</summary>
    [JsonIgnore]
    public bool IsOpen => State is ConfirmationState.Planned or ConfirmationState.Claimed;
}

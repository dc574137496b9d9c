using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// Shows that a message (or a report of one) was taken, and what it was answered: written in the same transaction as its effects, so that a
/// redelivery changes nothing (rule 9).
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

    /// <summary>The message of which this one is the other report: everything that follows from it is in that message's receipt.</summary>
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

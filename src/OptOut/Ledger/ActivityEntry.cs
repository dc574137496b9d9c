using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// What an overview shows of one ledger event: a copy that is made after the event is written, and can be made again from the ledger at any
/// time (ADR 0480). It holds nothing that an erasure would take: no text, no statement, no proof.
/// </summary>
public sealed record ActivityEntry
{
    /// <summary>The ledger event's id.</summary>
    public required string Event { get; init; }

    /// <summary>The canonical address.</summary>
    public required string Recipient { get; init; }

    public required EventType Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was written; days are counted by it, as the audit's period is.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public required string Brand { get; init; }

    /// <summary>By which way it reached us: <see cref="Sources"/>.</summary>
    public required string Source { get; init; }

    public Scope? Scope { get; init; }
    public string? Campaign { get; init; }
    public string? Keyword { get; init; }
    public string? Sender { get; init; }

    /// <summary>Why a send should not have gone out (rule 30).</summary>
    public string? Violation { get; init; }

    /// <summary>Of a confirmation: seconds from the message's arrival to Twilio's having it.</summary>
    public double? TookSeconds { get; init; }

    /// <summary>The ledger event that this one is about, as a confirmation is about an opt-out.</summary>
    public string? About { get; init; }

    /// <summary>Of a confirmation: what became of it on its way to the phone. Kept beside the entry, since no event tells it.</summary>
    [JsonIgnore]
    public Delivery? Delivery { get; init; }

    /// <summary>The entry of an event; null where an overview of a brand does not show it.</summary>
    public static ActivityEntry? Of(string recipient, LedgerEvent e) =>
        e.Brand is not { } brand || !e.IsPublished
            ? null
            : new ActivityEntry
            {
                Event = e.Id,
                Recipient = recipient,
                Type = e.Type,
                At = e.At,
                RecordedAt = e.RecordedAt,
                Brand = brand,
                Source = e.Source,
                Scope = e.Scope,
                Campaign = e.Campaign,
                Keyword = e.Keyword,
                Sender = e.Sender,
                Violation = e.Violation,
                TookSeconds = e.TookSeconds,
                About = e.About,
            };
}

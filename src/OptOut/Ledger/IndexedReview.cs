using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>Where a message that waits for a person is found.</summary>
/// <param name="Event">The ledger event.</param>
/// <param name="Recipient">Whose ledger.</param>
/// <param name="Brand">Whom they wrote to.</param>
/// <param name="Sequence">The event's sequence.</param>
/// <param name="At">When the message came.</param>
/// <param name="Due">When it is to be decided.</param>
public sealed record IndexedReview(string Event, string Recipient, string Brand, long Sequence, DateTimeOffset At, DateTimeOffset Due)
{
    /// <summary>Its place in the list.</summary>
    [JsonIgnore]
    public string Position { get; init; } = "";

    /// <summary>When the row was written; the change it belongs to may still be on its way for a while.</summary>
    [JsonIgnore]
    public DateTimeOffset WrittenAt { get; init; }
}

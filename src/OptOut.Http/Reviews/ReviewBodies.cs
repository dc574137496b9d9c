using System.ComponentModel.DataAnnotations;

namespace OptOut.Http;

/// <summary>A person's decision on a message that waits.</summary>
[RequestJson]
public sealed record ReviewRequest
{
    [Required, Word<ReviewDecision>]
    public string? Decision { get; init; }

    [Required, MaxLength(1000)]
    public string? Reason { get; init; }

    [Required, MaxLength(200)]
    public string? Actor { get; init; }
}

/// <summary>A message that waits for a person.</summary>
/// <param name="Event">What the decision names.</param>
/// <param name="Recipient">Who wrote it.</param>
/// <param name="Brand">To whom.</param>
/// <param name="Text">What they wrote; empty once it was erased.</param>
/// <param name="Score">How much the recogniser took it for a revocation, 0 to 1; left out where it gave none.</param>
/// <param name="At">When it came.</param>
/// <param name="Due">Undecided by then, it counts as an opt-out.</param>
public sealed record ReviewItem(
    string Event,
    string Recipient,
    string Brand,
    string Text,
    double? Score,
    DateTimeOffset At,
    DateTimeOffset Due
);

/// <summary>Messages that wait, the oldest first.</summary>
public sealed record ReviewPage(IReadOnlyList<ReviewItem> Items, string? Cursor);

/// <summary>A decision as the ledger keeps it.</summary>
/// <param name="Id">The ledger event of the decision.</param>
/// <param name="Event">The message's event.</param>
/// <param name="EffectiveAt">As of when it holds: the message.</param>
public sealed record ReviewResponse(
    string Id,
    string Event,
    string Recipient,
    string Brand,
    ReviewDecision Decision,
    string Reason,
    string Actor,
    DateTimeOffset At,
    DateTimeOffset EffectiveAt
);

namespace OptOut;

/// <summary>The answer to a check, with the ledger events that it rests on.</summary>
public sealed record CheckAnswer
{
    public required bool Allowed { get; init; }
    public required Reason Reason { get; init; }
    public IReadOnlyList<Obligation> Obligations { get; init; } = [];
    public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>Ids of ledger events; of a frequency that no event set, its name: <c>promise:offers</c>, <c>law:US-FL</c>.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>
    /// Until when the ground of the answer stands if nothing else happens; of a denial, when it ends by itself (a place becomes free, quiet
    /// hours end).
    /// </summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Until when the answer may be used; given when it allows (rule 24).</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The answer signed, for the send to bring back (rule 33); given when it allows.</summary>
    public string? Decision { get; init; }

    /// <summary>The brand's senders that no provider blocks; given when some are blocked.</summary>
    public IReadOnlyList<string>? UsableSenders { get; init; }

    /// <summary>
    /// What the sender can do about it, in a sentence: of a provider's block, which word ends it, texted to which sender.
    /// </summary>
    public string? Hint { get; init; }

    public static CheckAnswer Deny(Reason reason, params IEnumerable<string?> evidence) =>
        new()
        {
            Allowed = false,
            Reason = reason,
            Evidence = [.. evidence.OfType<string>()],
        };
}

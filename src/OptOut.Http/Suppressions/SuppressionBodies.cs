using System.ComponentModel.DataAnnotations;

namespace OptOut.Http;

[RequestJson]
public sealed record SuppressionRequest
{
    public string? Brand { get; init; }

    [Word<Scope>]
    public string? Scope { get; init; }
    public string? Campaign { get; init; }
    public string? Sender { get; init; }

    [Required, MaxLength(1000)]
    public string? Reason { get; init; }

    [Required, ManualSource]
    public string? Source { get; init; }
    public DateTimeOffset? At { get; init; }
}

public sealed record SuppressionResponse
{
    public required string Recipient { get; init; }
    public required string Brand { get; init; }
    public string? Campaign { get; init; }
    public required bool Suppressed { get; init; }
    public Scope? Scope { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? LastOptOutAt { get; init; }
    public string? Source { get; init; }
    public string? MessageSid { get; init; }
    public string? Keyword { get; init; }
    public DateTimeOffset? LiftedAt { get; init; }

    /// <summary>The newer consent that an opt-out recorded late did not close.</summary>
    public string? SupersededBy { get; init; }
}

public sealed record SuppressionPage(IReadOnlyList<SuppressionResponse> Items, string? Cursor, DateTimeOffset AsOf);

/// <summary>Why, and by whom, something is corrected or erased: both are asked for.</summary>
[RequestJson]
public sealed record CorrectionRequest(
    [property: Required, MaxLength(1000)] string? Reason,
    [property: Required, MaxLength(200)] string? Actor
);

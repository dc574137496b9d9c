using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut.Http;

[RequestJson]
public sealed record CheckItem
{
    [MaxLength(CheckQuestions.MaxReference)]
    public string? Reference { get; init; }

    [Required]
    public string? Recipient { get; init; }
    public string? Brand { get; init; }
    public string? Campaign { get; init; }

    [Word<CheckKind>]
    public string? Kind { get; init; }
    public string? Sender { get; init; }

    [MaxLength(1600)]
    public string? Body { get; init; }

    /// <summary>The planned time, up to 7 days ahead; left out: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What this message is about, where it is not what its campaign is.</summary>
    [Word<Content>]
    public string? Content { get; init; }
    public bool? Reserve { get; init; }
}

[RequestJson]
public sealed record CheckBatch([property: Required, JsonConverter(typeof(SeparateItemsJson))] IReadOnlyList<JsonElement>? Checks);

public sealed record CheckResponse
{
    public string? Reference { get; init; }
    public string? Recipient { get; init; }
    public required bool Allowed { get; init; }
    public required Reason Reason { get; init; }
    public IReadOnlyList<Obligation> Obligations { get; init; } = [];
    public IReadOnlyList<Finding>? Findings { get; init; }
    public IReadOnlyList<string> Evidence { get; init; } = [];
    public DateTimeOffset? Until { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public string? Decision { get; init; }
    public IReadOnlyList<string>? UsableSenders { get; init; }
    public string? Hint { get; init; }
    public IDictionary<string, string[]>? Errors { get; init; }
}

public sealed record CheckResults(IReadOnlyList<CheckResponse> Results);

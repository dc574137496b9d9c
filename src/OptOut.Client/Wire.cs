using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut.Client;

internal sealed record WireCheck(
    string Reference,
    string Recipient,
    string? Brand,
    string? Campaign,
    string? Kind,
    string? Sender,
    string? Body,
    bool? Reserve,
    DateTimeOffset? At
);

internal sealed record WireChecks(IReadOnlyList<WireCheck> Checks);

internal sealed record WireResult(
    string? Reference,
    bool Allowed,
    string? Reason,
    IReadOnlyList<string>? Obligations,
    IReadOnlyList<CheckFinding>? Findings,
    IReadOnlyList<string>? Evidence,
    DateTimeOffset? Until,
    IReadOnlyList<string>? UsableSenders,
    DateTimeOffset? ValidUntil,
    string? Decision,
    IReadOnlyDictionary<string, string[]>? Errors
);

internal sealed record WireResults(IReadOnlyList<WireResult?>? Results);

internal sealed record WireSend(
    string Recipient,
    string? Brand,
    string? Campaign,
    string Kind,
    string MessageSid,
    DateTimeOffset SentAt,
    IReadOnlyList<string> Fulfilled,
    string? Sender,
    string? Decision,
    string? Status,
    DateTimeOffset? SendAt
);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireChecks))]
[JsonSerializable(typeof(WireResults))]
[JsonSerializable(typeof(WireSend))]
internal sealed partial class WireJson : JsonSerializerContext;

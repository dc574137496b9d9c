using System.ComponentModel.DataAnnotations;

namespace OptOut.Http;

[RequestJson]
public sealed record HoldRequest(
    [property: Required] bool? Hold,
    [property: Required, MaxLength(1000)] string? Reason,
    [property: Required, MaxLength(200)] string? Actor
);

public sealed record HoldResponse(string Recipient, bool Hold, DateTimeOffset? Since, string? Event);

public sealed record ErasureResponse(string Recipient, DateTimeOffset ErasedAt, string Event);

public sealed record HistoryPage(IReadOnlyList<LedgerEvent> Events, string? Cursor);

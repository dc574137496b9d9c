using System.ComponentModel.DataAnnotations;

namespace OptOut.Http;

/// <summary>A link is asked for; without <paramref name="Expires"/> it holds 90 days.</summary>
[RequestJson]
public sealed record LinkRequest([property: Required] string? Recipient, string? Brand, DateTimeOffset? Expires);

public sealed record LinkResponse(string Url, DateTimeOffset Expires);

namespace OptOut.Http;

public sealed record HealthResponse(string Status, IReadOnlyDictionary<string, string> Checks, IReadOnlyList<string>? Warnings = null);

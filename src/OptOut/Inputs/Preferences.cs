namespace OptOut;

/// <summary>
/// What a recipient prefers, as a sender reports it. What is null is not said; <see cref="Unset"/> names what is taken away.
/// </summary>
public sealed record Preferences(
    Frequency? Frequency = null,
    string? Language = null,
    string? TimeZone = null,
    string? Region = null,
    IReadOnlyList<string>? Unset = null,
    string? Origin = null,
    Proof? Proof = null
);

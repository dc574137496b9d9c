namespace OptOut;

/// <summary>Where the proof of an event can be found: at least one of the three.</summary>
public sealed record Proof(string? Reference = null, string? Uri = null, string? MessageSid = null);

namespace OptOut;

/// <summary>A moment in time and the ledger event that proves it.</summary>
public sealed record Mark(DateTimeOffset At, string Event);

namespace OptOut;

/// <summary>At most <paramref name="Max"/> messages in any period of <paramref name="Per"/>.</summary>
public sealed record Frequency(int Max, IsoDuration Per);

namespace OptOut;

/// <summary>A recorded age verification: the person was shown to be at least this old.</summary>
public sealed record AgeVerification(int MinimumAge, string Method, DateTimeOffset VerifiedAt);

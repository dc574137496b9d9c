namespace OptOut;

/// <summary>What is known of the person behind an address: told with a consent or a preference.</summary>
/// <param name="Language">An IETF tag such as <c>es</c>.</param>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="Region">ISO 3166: <c>US</c> or <c>US-FL</c>.</param>
/// <param name="At">When the newest of them was told.</param>
public sealed record RecipientProfile(string? Language, string? TimeZone, string? Region, DateTimeOffset At);

namespace OptOut.Http;

/// <summary>How much one caller of the sender API may ask for, so that it cannot starve the others (docs/adr/0314).</summary>
/// <param name="PermitsPerSecond">Requests a second that a key may make for long.</param>
/// <param name="Burst">Requests that a key may make at once after a rest.</param>
/// <param name="BulkPerAccount">Imports, whole lists and audits that an account may have under way at once.</param>
public sealed record RateLimits(int PermitsPerSecond, int Burst, int BulkPerAccount)
{
    internal static RateLimits Read(SettingReader read, RateLimitSettings settings) =>
        new(
            read.Number("RateLimit:PermitsPerSecond", settings.PermitsPerSecond, otherwise: 2_000, most: 1_000_000),
            read.Number("RateLimit:Burst", settings.Burst, otherwise: 4_000, most: 1_000_000),
            read.Number("RateLimit:BulkPerAccount", settings.BulkPerAccount, otherwise: 4, most: 1_000)
        );
}

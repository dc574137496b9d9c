using OptOut.Http;

namespace OptOut.Tests;

/// <summary>The limits of callers as they are configured.</summary>
public sealed class RateLimitSettingsTests
{
    [Fact]
    public void Left_out_they_are_generous()
    {
        var (policy, limits, errors) = PolicyBuilder.Build(Settings(new RateLimitSettings()));
        Assert.Empty(errors);
        Assert.NotNull(policy);
        Assert.Equal(new RateLimits(2_000, 4_000, 4), limits);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("many")]
    [InlineData("1000001")]
    public void A_wrong_one_stops_the_start_and_is_named(string value)
    {
        var (policy, _, errors) = PolicyBuilder.Build(
            Settings(
                new RateLimitSettings
                {
                    PermitsPerSecond = value,
                    Burst = value,
                    BulkPerAccount = value,
                }
            )
        );
        Assert.Null(policy);
        Assert.Equal(
            ["OptOut:RateLimit:PermitsPerSecond", "OptOut:RateLimit:Burst", "OptOut:RateLimit:BulkPerAccount"],
            errors.Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)]),
            StringComparer.Ordinal
        );
    }

    private static OptOutSettings Settings(RateLimitSettings limits) =>
        new()
        {
            PublicBaseUrl = "https://optout.example.org",
            RateLimit = limits,
            Accounts =
            [
                new AccountSettings
                {
                    Sid = "AC00000000000000000000000000000001",
                    AuthTokens = ["token"],
                    Brands =
                    [
                        new BrandSettings
                        {
                            Id = "acme",
                            Name = "Acme",
                            Senders = [new SenderSettings { Address = "+14155550100" }],
                        },
                    ],
                },
            ],
        };
}

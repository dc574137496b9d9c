using OptOut.Http;

namespace OptOut.Tests;

/// <summary>
/// Receivers of webhooks as they are configured (rule 43): a bad one stops the start and is named, and no secret is repeated.
/// </summary>
public sealed class WebhookSettingTests
{
    private const string Account = "OptOut:Accounts:0:Webhooks";
    private static readonly string Secret = SecretOf(24);

    [Theory]
    [InlineData("https://hooks.example/optout")]
    [InlineData("https://hooks.example:8443/optout?of=acme")]
    [InlineData("https://8.8.8.8/hooks")]
    [InlineData("http://localhost:3000/hooks")]
    [InlineData("http://127.0.0.1:3000/hooks")]
    public void Rule43_a_receiver_is_https_or_this_machine(string url) => Assert.Empty(Errors(url, Secret));

    [Theory]
    [InlineData("")]
    [InlineData("hooks.example")]
    [InlineData("http://hooks.example/")]
    [InlineData("ftp://hooks.example/")]
    [InlineData("https://user:password@hooks.example/")]
    [InlineData("https://10.0.0.1/hooks")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[fd00::1]/hooks")]
    [InlineData("https://[::ffff:192.168.0.1]/hooks")]
    public void Rule43_anything_else_stops_the_start_and_is_named(string url) => Assert.Equal([Account + ":0:Url"], Errors(url, Secret));

    [Fact]
    public void Rule43_a_secret_is_24_to_64_bytes_and_two_are_one_while_it_changes()
    {
        foreach (var good in new[] { Secret, SecretOf(64), $"{SecretOf(32)} {Secret}" })
        {
            Assert.Empty(Errors("https://hooks.example/", good));
        }

        foreach (var bad in new[] { "", "whsec_", SecretOf(23), SecretOf(65), "whsec_not base64", $"{Secret} short" })
        {
            Assert.Equal([Account + ":0:Secret"], Errors("https://hooks.example/", bad));
        }
    }

    [Fact]
    public void Rule43_a_receiver_stands_in_an_account_once() =>
        Assert.Equal(
            [Account],
            Keys([
                new() { Url = "https://hooks.example/", Secret = Secret },
                new() { Url = "https://hooks.example", Secret = SecretOf(32) },
            ])
        );

    private static string SecretOf(int bytes) => "whsec_" + Convert.ToBase64String(Enumerable.Repeat((byte)7, bytes).ToArray());

    private static string[] Errors(string url, string secret) => Keys([new() { Url = url, Secret = secret }]);

    /// <summary>The keys that are named.</summary>
    private static string[] Keys(WebhookSettings[] webhooks)
    {
        var account = new AccountSettings
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
        };
        foreach (var webhook in webhooks)
        {
            account.Webhooks.Add(webhook);
        }

        var (_, _, errors) = PolicyBuilder.Build(new OptOutSettings { PublicBaseUrl = "https://optout.example.org", Accounts = [account] });
        Assert.DoesNotContain(
            errors,
            e => webhooks.Any(w => w.Secret is { Length: > 6 } secret && e.Contains(secret, StringComparison.Ordinal))
        );
        return [.. errors.Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)])];
    }
}

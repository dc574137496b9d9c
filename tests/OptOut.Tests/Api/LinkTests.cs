using System.Net;
using Microsoft.AspNetCore.Http;
using OptOut.Http;

namespace OptOut.Tests;

public class LinkTests
{
    [Fact]
    public void Rule42_a_secret_is_never_the_same_and_its_address_opens_with_it_alone()
    {
        var secrets = Enumerable.Range(0, 1000).Select(_ => LinkSecret.New()).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(1000, secrets.Count);
        Assert.All(secrets, secret => Assert.True(LinkSecret.IsOne(secret) && LinkSecret.IsPath("/" + secret)));
        var (mine, other) = (secrets.First(), secrets.Last());
        var kept = LinkSecret.Seal(mine, "+14155552671");
        Assert.DoesNotContain("5552671", System.Text.Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.Equal("+14155552671", LinkSecret.Open(mine, kept));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => LinkSecret.Open(other, kept));
    }

    [Fact]
    public void Rule42_one_address_cannot_guess_for_long_and_keeps_nobody_else_out()
    {
        using var limits = new LinkLimits();
        var (guesser, reader) = (From("198.51.101.1"), From("198.51.101.2"));
        var tries = 0;
        while (tries < 1000 && limits.Take(guesser))
        {
            limits.Missed(guesser);
            tries++;
        }

        Assert.InRange(tries, 20, 100);
        Assert.True(limits.Take(reader));
    }

    [Fact]
    public void Rule42_links_are_limited_in_total_too_whatever_addresses_they_are_opened_from()
    {
        using var limits = new LinkLimits();
        var opened = 0;
        while (opened < 100_000 && limits.Take(From($"198.51.{opened / 250 % 250}.{opened % 250}")))
        {
            opened++;
        }

        // One burst, and what comes back in the time that this takes.
        Assert.InRange(opened, 20_000, 60_000);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("64:ff9b::7f00:1", true)]
    [InlineData("2002:7f00:1::", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("8.8.8.8", false)]
    [InlineData("2606:4700::1111", false)]
    public void An_address_that_is_not_of_the_public_internet_is_known(string address, bool isPrivate) =>
        Assert.Equal(isPrivate, PrivateAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public void Rule42_every_language_says_everything_with_the_same_places_to_fill()
    {
        Assert.Equal(["en", "es", "fr", "pt", "de"], LinkTexts.All.Select(t => t.Language), StringComparer.Ordinal);
        foreach (var property in typeof(LinkTexts).GetProperties().Where(p => p.PropertyType == typeof(string) && p.Name != "Language"))
        {
            var texts = LinkTexts.All.Select(t => (string)property.GetValue(t)!).ToList();
            Assert.All(texts, text => Assert.False(string.IsNullOrWhiteSpace(text)));
            Assert.Single(
                texts
                    .Select(text => (text.Contains("{0}", StringComparison.Ordinal), text.Contains("{1}", StringComparison.Ordinal)))
                    .Distinct()
            );
        }
    }

    private static DefaultHttpContext From(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
}

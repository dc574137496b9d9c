using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rule 42: who guesses at links is held back, by address, and keeps nobody else from a page.</summary>
public sealed class LinkLimitTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task Rule42_who_guesses_is_held_back_and_whoever_comes_from_elsewhere_opens_their_link()
    {
        var person = Number();
        var url = Expect(
            201,
            await ApiAsync(HttpMethod.Post, "/api/links", new JsonObject { ["recipient"] = person, ["brand"] = "acme" }, WriteKey)
        )
            .Json.GetProperty("url")
            .GetString()!;
        // Behind a proxy of ours the last address is the one that it saw.
        var (guesser, reader) = (("X-Forwarded-For", "203.0.114.7, 198.51.101.7"), ("X-Forwarded-For", "198.51.101.7, 203.0.114.8"));
        Answer answer;
        var guesses = 0;
        do
        {
            answer = await RawAsync(HttpMethod.Get, $"/{Guess(guesses)}", null, key: null, guesser);
        } while (answer.Status == 200 && ++guesses < 2000);

        Assert.InRange(guesses, 20, 1000);
        Assert.Equal((429, "text/html"), (answer.Status, answer.MediaType));
        Assert.DoesNotContain("Acme", answer.Body, StringComparison.Ordinal);
        // While an address is limited, a valid link and its button are refused too; other addresses are served.
        Expect(429, await RawAsync(HttpMethod.Get, url[Base.Length..], null, key: null, guesser));
        Expect(429, await RawAsync(HttpMethod.Post, url[Base.Length..], new FormUrlEncodedContent([]), key: null, guesser));
        Assert.False(await SuppressedAsync(person));
        Expect(200, await RawAsync(HttpMethod.Get, url[Base.Length..], null, key: null, reader));
        Expect(200, await RawAsync(HttpMethod.Post, url[Base.Length..], new FormUrlEncodedContent([]), key: null, reader));
        Assert.True(await SuppressedAsync(person));
    }

    private static string Guess(int n) =>
        "23456789" + string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{n:D4}").Replace('0', 'A').Replace('1', 'B')[1..];
}

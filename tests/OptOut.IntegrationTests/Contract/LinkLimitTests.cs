using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rule 42: who guesses at links is held back, by address, and keeps nobody else from a page.</summary>
public sealed class LinkLimitTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task Rule42_who_guesses_is_held_back_and_whoever_comes_from_elsewhere_opens_their_link()
    {
        // Behind a proxy of ours the last address is the one that it saw.
        var (guesser, reader) = (("X-Forwarded-For", "203.0.114.7, 198.51.101.7"), ("X-Forwarded-For", "198.51.101.7, 203.0.114.8"));
        var (person, path) = await LinkAsync();
        var guesses = await GuessAsync(guesser, from: 0);
        Assert.InRange(guesses, 20, 1000);
        // While an address is limited, a valid link and its button are refused too. The address gets a few requests back every second: where
        // that second begins between the last guess and these two, one of them is served, and the guesser uses up the limit once more.
        for (var tries = 1; !await RefusedAsync(path, guesser); tries++)
        {
            Assert.InRange(tries, 1, 10);
            guesses = await GuessAsync(guesser, guesses);
            (person, path) = await LinkAsync();
        }

        Assert.False(await SuppressedAsync(person));
        Expect(200, await RawAsync(HttpMethod.Get, path, null, key: null, reader));
        Expect(200, await RawAsync(HttpMethod.Post, path, new FormUrlEncodedContent([]), key: null, reader));
        Assert.True(await SuppressedAsync(person));
    }

    private async Task<(string Person, string Path)> LinkAsync()
    {
        var person = Number();
        var body = new JsonObject { ["recipient"] = person, ["brand"] = "acme" };
        var url = Expect(201, await ApiAsync(HttpMethod.Post, "/api/links", body, WriteKey)).Json.GetProperty("url").GetString()!;
        return (person, url[Base.Length..]);
    }

    /// <summary>Guesses until the address is limited; answers how many guesses there were, those before included.</summary>
    private async Task<int> GuessAsync((string, string) guesser, int from)
    {
        for (var guesses = from; ; guesses++)
        {
            Assert.InRange(guesses, 0, 2000);
            var answer = await RawAsync(HttpMethod.Get, $"/{Guess(guesses)}", null, key: null, guesser);
            if (answer.Status != 200)
            {
                Assert.Equal((429, "text/html"), (answer.Status, answer.MediaType));
                Assert.DoesNotContain("Acme", answer.Body, StringComparison.Ordinal);
                return guesses;
            }
        }
    }

    private async Task<bool> RefusedAsync(string path, (string, string) from) =>
        (await RawAsync(HttpMethod.Get, path, null, key: null, from)).Status == 429
        && (await RawAsync(HttpMethod.Post, path, new FormUrlEncodedContent([]), key: null, from)).Status == 429;

    private static string Guess(int n) =>
        "23456789" + string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{n:D4}").Replace('0', 'A').Replace('1', 'B')[1..];
}

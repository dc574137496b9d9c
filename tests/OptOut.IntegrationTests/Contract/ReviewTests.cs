using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rule 39 over HTTP: what waits for a person is listed, decided once, and takes effect as of its message.</summary>
public sealed class ReviewTests(Head head) : ContractTest(head)
{
    [Theory]
    [InlineData("opt-out", "opted-out")]
    [InlineData("ordinary", "no-consent")]
    public async Task Rule39_a_message_that_waits_is_listed_until_it_is_decided(string decision, string reason)
    {
        var person = Number();
        Expect(200, await TextAsync(person, "Please stop texting me", Shop));
        Assert.Equal("review-pending", (await CheckAsync(person, "deals", "shop", "campaign", Shop)).Reason);
        var needed = await WaitingAsync(person);
        Assert.NotNull(needed);
        var path = $"/api/reviews/{(string)needed["event"]!}";
        var body = new JsonObject
        {
            ["decision"] = decision,
            ["reason"] = "read it",
            ["actor"] = "j.doe",
        };
        ExpectProblem(403, await ApiAsync(HttpMethod.Post, path, body, ReadKey));
        ExpectProblem(404, await ApiAsync(HttpMethod.Post, path, body, OtherKey));
        ExpectProblem(
            400,
            await ApiAsync(
                HttpMethod.Post,
                path,
                new JsonObject
                {
                    ["decision"] = "maybe",
                    ["reason"] = "r",
                    ["actor"] = "a",
                },
                WriteKey
            ),
            "decision"
        );
        foreach (var field in body.Select(f => f.Key))
        {
            var less = body.DeepClone().AsObject();
            less.Remove(field);
            ExpectProblem(400, await ApiAsync(HttpMethod.Post, path, less, WriteKey), field);
        }

        Assert.Equal(decision, Expect(200, await ApiAsync(HttpMethod.Post, path, body, WriteKey)).Json.GetProperty("decision").GetString());
        ExpectProblem(404, await ApiAsync(HttpMethod.Post, path, body, WriteKey));
        Assert.Null(await WaitingAsync(person));
        Assert.Equal(reason, (await CheckAsync(person, "deals", "shop", "campaign", Shop)).Reason);
    }

    private async Task<JsonNode?> WaitingAsync(string person)
    {
        var page = JsonNode.Parse(Expect(200, await GetAsync("/api/reviews?brand=shop")).Body)!;
        return page["items"]!.AsArray().FirstOrDefault(item => (string?)item!["recipient"] == person);
    }
}

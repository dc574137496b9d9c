using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>
/// What the desk asks of the API: activity and figures that follow the ledger, searches without a number in an address, files by links that
/// work once.
/// </summary>
public sealed class DeskApiTests(Head head) : ContractTest(head)
{
    [Fact]
    public async Task An_opt_out_and_its_confirmation_are_listed_counted_and_found()
    {
        var person = Number();
        Expect(200, await TextAsync(person, "Please stop texting me", Shop));
        var needed = await EventuallyAsync(async () =>
            (await ActivityAsync("shop", "&type=review-needed")).FirstOrDefault(item => (string?)item!["recipient"] == person)
        );
        Assert.Equal("message", (string?)needed["source"]);
        Assert.Null(needed["text"]);
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Post,
                $"/api/reviews/{(string)needed["event"]!}",
                new JsonObject
                {
                    ["decision"] = "opt-out",
                    ["reason"] = "read it",
                    ["actor"] = "j.doe",
                },
                WriteKey
            )
        );
        await EventuallyAsync(async () =>
            (await ActivityAsync("shop", "&type=opted-out")).FirstOrDefault(item => (string?)item!["recipient"] == person)
        );

        var days = JsonNode.Parse(Expect(200, await GetAsync("/api/statistics?brand=shop")).Body)!["days"]!.AsArray();
        Assert.InRange(days.Count, 30, 32);
        // Today's, or at midnight yesterday's.
        Assert.Contains(
            days.TakeLast(2).SelectMany(day => day!["figures"]!.AsArray()),
            figure => (string?)figure!["type"] == "opted-out" && figure["hours"]!.AsArray().Sum(hour => (int)hour!) > 0
        );

        var found = await SearchAsync(new JsonObject { ["brand"] = "shop", ["last4"] = person[^4..] });
        var token = (string)found.Single(item => (string?)item!["recipient"] == person)!["person"]!;
        Assert.DoesNotContain(person[^7..], token, StringComparison.Ordinal);
        Assert.Equal(
            Expect(200, await GetAsync($"/api/recipients/{Uri.EscapeDataString(person)}/history?brand=shop")).Body,
            Expect(200, await GetAsync($"/api/recipients/{token}/history?brand=shop")).Body
        );
        Assert.Equal(
            person,
            Expect(200, await GetAsync($"/api/suppressions/{token}?brand=shop")).Json.GetProperty("recipient").GetString()
        );
        Assert.Equal(
            person,
            (string?)(await SearchAsync(new JsonObject { ["brand"] = "shop", ["person"] = token })).Single()!["recipient"]
        );
    }

    [Fact]
    public async Task A_person_is_found_by_a_number_as_people_write_it_only_with_a_country_and_by_the_customers_reference()
    {
        var person = Number();
        var reference = $"crm-{Guid.NewGuid():N}";
        Expect(201, await ProvenAsync(person, reference));
        var byReference = await EventuallyAsync(async () =>
            (await SearchAsync(new JsonObject { ["brand"] = "acme", ["reference"] = reference })).FirstOrDefault()
        );
        Assert.Equal(person, (string?)byReference["recipient"]);

        var written = $"({person[2..5]}) {person[5..8]}-{person[8..]}";
        Assert.Equal(
            person,
            (string?)
                (
                    await SearchAsync(
                        new JsonObject
                        {
                            ["brand"] = "acme",
                            ["recipient"] = written,
                            ["country"] = "US",
                        }
                    )
                ).Single()!["recipient"]
        );
        ExpectProblem(
            400,
            await ApiAsync(
                HttpMethod.Post,
                "/api/recipients/search",
                new JsonObject { ["brand"] = "acme", ["recipient"] = written },
                ReadKey
            ),
            "recipient"
        );
        ExpectProblem(
            400,
            await ApiAsync(
                HttpMethod.Post,
                "/api/recipients/search",
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["recipient"] = written,
                    ["country"] = "XX",
                },
                ReadKey
            ),
            "country"
        );
        ExpectProblem(
            400,
            await ApiAsync(HttpMethod.Post, "/api/recipients/search", new JsonObject { ["brand"] = "acme", ["last4"] = "12" }, ReadKey),
            "last4"
        );
        ExpectProblem(
            400,
            await ApiAsync(HttpMethod.Post, "/api/recipients/search", new JsonObject { ["brand"] = "acme" }, ReadKey),
            "recipient"
        );
    }

    [Fact]
    public async Task The_evidence_of_one_person_is_sealed_and_a_link_to_it_works_once()
    {
        var person = Number();
        Expect(201, await ProvenAsync(person, "form 7"));
        var file = Expect(200, await GetAsync($"/api/recipients/{Uri.EscapeDataString(person)}/evidence?brand=acme"))
            .Body.TrimEnd()
            .Split('\n');
        Assert.Equal(1, (int)JsonNode.Parse(file[^1])!["seal"]!["recipients"]!);
        Assert.Equal(file.Length - 1, (int)JsonNode.Parse(file[^1])!["seal"]!["count"]!);

        var made = Expect(
            201,
            await ApiAsync(
                HttpMethod.Post,
                "/api/downloads",
                new JsonObject
                {
                    ["what"] = "evidence",
                    ["brand"] = "acme",
                    ["person"] = person,
                },
                ReadKey
            )
        ).Json;
        var path = "/api/downloads/" + made.GetProperty("url").GetString()!.Split("/api/downloads/")[1];
        Assert.DoesNotContain(person[1..], path, StringComparison.Ordinal);
        Assert.Equal(file, Expect(200, await GetAsync(path, key: null)).Body.TrimEnd().Split('\n'));
        ExpectProblem(404, await GetAsync(path, key: null));
        ExpectProblem(404, await GetAsync("/api/downloads/nothing", key: null));
        ExpectProblem(
            400,
            await ApiAsync(HttpMethod.Post, "/api/downloads", new JsonObject { ["what"] = "everything", ["brand"] = "acme" }, ReadKey),
            "what"
        );
    }

    [Fact]
    public async Task Nothing_of_another_account_is_shown_and_a_persons_token_holds_in_its_own_only()
    {
        var token = (string)(await SearchAsync(new JsonObject { ["brand"] = "acme", ["recipient"] = Number() })).Single()!["person"]!;
        ExpectProblem(403, await GetAsync("/api/activity?brand=acme", OtherKey));
        ExpectProblem(403, await GetAsync("/api/statistics?brand=acme", OtherKey));
        ExpectProblem(403, await ApiAsync(HttpMethod.Post, "/api/activity/rebuild", null, ReadKey));
        ExpectProblem(400, await GetAsync($"/api/suppressions/{token}", OtherKey), "recipient");
        ExpectProblem(401, await GetAsync("/api/activity?brand=acme", key: null));
        ExpectProblem(400, await GetAsync("/api/activity?brand=acme&type=nonsense"), "type");
        ExpectProblem(400, await GetAsync("/api/activity?brand=acme&cursor=zz"), "cursor");
        Assert.True(
            Expect(200, await ApiAsync(HttpMethod.Post, "/api/activity/rebuild", null, AdminKey)).Json.GetProperty("events").GetInt64() >= 0
        );
    }

    private async Task<JsonArray> ActivityAsync(string brand, string more) =>
        JsonNode.Parse(Expect(200, await GetAsync($"/api/activity?brand={brand}{more}")).Body)!["items"]!.AsArray();

    private async Task<JsonArray> SearchAsync(JsonObject asked) =>
        JsonNode.Parse(Expect(200, await ApiAsync(HttpMethod.Post, "/api/recipients/search", asked, ReadKey)).Body)!["items"]!.AsArray();

    private Task<Answer> ProvenAsync(string person, string reference) =>
        ApiAsync(
            HttpMethod.Post,
            "/api/consents",
            new JsonObject
            {
                ["recipient"] = person,
                ["brand"] = "acme",
                ["campaigns"] = new JsonArray("reminders"),
                ["basis"] = "express",
                ["method"] = "web-form",
                ["obtainedAt"] = "2026-01-30T09:00:00Z",
                ["statement"] = "Yes.",
                ["proof"] = new JsonObject { ["reference"] = reference },
            },
            WriteKey
        );

    private static async Task<JsonNode> EventuallyAsync(Func<Task<JsonNode?>> look)
    {
        JsonNode? found = null;
        await Until.AsyncIs(async () => (found = await look()) is not null, 60, "it is not entered");
        return found!;
    }
}

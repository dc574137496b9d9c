using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>API keys: permissions, and accounts that know nothing of each other.</summary>
public sealed class ApiKeyTests(Head head) : ContractTest(head)
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("CONTRACT-READ")]
    [InlineData("contract-read,contract-read")]
    public async Task No_key_or_a_wrong_one_is_401_everywhere(string? key)
    {
        ExpectProblem(401, await GetAsync($"/api/checks/{Number()}?brand=acme&campaign=reminders", key));
        ExpectProblem(401, await ApiAsync(HttpMethod.Post, "/api/consents", new JsonObject(), key));
        ExpectProblem(401, await ApiAsync(HttpMethod.Delete, $"/api/suppressions/{Number()}?brand=acme", new JsonObject(), key));
    }

    [Fact]
    public async Task A_keys_hash_is_no_key()
    {
        ExpectProblem(
            401,
            await GetAsync($"/api/suppressions/{Number()}?brand=acme", Head.Settings()["OptOut__Accounts__0__ApiKeys__0__Hash"])
        );
    }

    [Fact]
    public async Task A_key_reaches_as_far_as_its_permission()
    {
        var person = Number();
        ExpectProblem(403, await ApiAsync(HttpMethod.Post, "/api/consents", Consent(person, "acme", "reminders"), ReadKey));
        ExpectProblem(403, await ApiAsync(HttpMethod.Put, $"/api/suppressions/{person}", new JsonObject(), ReadKey));
        ExpectProblem(403, await ApiAsync(HttpMethod.Put, $"/api/recipients/{person}/preferences", new JsonObject(), ReadKey));
        ExpectProblem(403, await ApiAsync(HttpMethod.Post, "/api/sends", new JsonObject(), ReadKey));
        ExpectProblem(403, await ApiAsync(HttpMethod.Delete, $"/api/consents/{person}/x", key: ReadKey));
        ExpectProblem(403, await ApiAsync(HttpMethod.Delete, $"/api/suppressions/{person}?brand=acme", new JsonObject(), WriteKey));
        Expect(200, await GetAsync($"/api/suppressions/{person}?brand=acme", AdminKey));
        Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", Consent(person, "acme", "reminders"), AdminKey));
    }

    [Fact]
    public async Task Another_accounts_brand_and_an_unknown_one_are_answered_alike()
    {
        var person = Number();
        foreach (
            var path in new[]
            {
                $"/api/suppressions/{person}?brand=",
                $"/api/checks/{person}?campaign=updates&brand=",
                $"/api/consents/{person}?brand=",
                $"/api/recipients/{person}/history?brand=",
            }
        )
        {
            Assert.Equal(Told(await GetAsync(path + "other")), Told(await GetAsync(path + "nobody")));
        }

        ExpectProblem(403, await ApiAsync(HttpMethod.Post, "/api/consents", Consent(person, "other", "updates"), WriteKey));
    }

    /// <summary>All that the answer tells but its trace id.</summary>
    private static (string?, string?, string?) Told(Answer answer)
    {
        var problem = ExpectProblem(403, answer).Json;
        return (
            problem.GetProperty("type").GetString(),
            problem.GetProperty("title").GetString(),
            problem.GetProperty("detail").GetString()
        );
    }

    [Fact]
    public async Task Accounts_share_nothing()
    {
        var person = Number();
        await ConsentAsync(person);
        await TextAsync(person, "STOPALL", Other);
        Assert.True((await CheckAsync(person)).Allowed);
        Assert.DoesNotContain("opted-out", await EventTypesAsync(person), StringComparer.Ordinal);
        Assert.Equal("opted-out", (await CheckAsync(person, null, "other", key: OtherKey)).Reason);
    }

    [Fact]
    public async Task The_brand_may_be_left_out_where_the_account_has_one()
    {
        var person = Number();
        Assert.Equal("other", Expect(200, await GetAsync($"/api/suppressions/{person}", OtherKey)).Json.GetProperty("brand").GetString());
        Assert.Equal("no-consent", Expect(200, await GetAsync($"/api/checks/{person}", OtherKey)).Reason);
        ExpectProblem(400, await GetAsync($"/api/suppressions/{person}"), "brand");
        ExpectProblem(400, await GetAsync($"/api/suppressions/{person}?brand="), "brand");
    }

    [Fact]
    public async Task Health_needs_no_key_and_names_no_secret()
    {
        var health = Expect(200, await GetAsync("/api/health", null));
        Assert.Equal("ok", health.Json.GetProperty("checks").GetProperty("storage").GetString());
        foreach (var check in new[] { "followUps", "ledger", "reviews", "events" })
        {
            Assert.True(health.Json.GetProperty("checks").TryGetProperty(check, out _), check);
        }

        Assert.DoesNotContain("contract-", health.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("AccountKey", health.Body, StringComparison.Ordinal);
    }
}

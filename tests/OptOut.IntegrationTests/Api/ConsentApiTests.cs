using System.Security.Cryptography;
using System.Text.Json;
using OptOut.Azure;
using OptOut.Http;
using static OptOut.IntegrationTests.ApiClient;

namespace OptOut.IntegrationTests;

/// <summary>Consents by API over real Azurite: repeated requests, and whose consent is withdrawn.</summary>
public sealed class ConsentApiTests(ApiHost host)
{
    private static readonly string At = $"{TimeProvider.System.GetUtcNow().AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}";

    [Fact]
    public async Task Concurrent_requests_under_one_Idempotency_Key_record_one_consent_and_get_one_answer()
    {
        using var api = host.NewAccount();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConsentAsync(api, Number(1), "form-1")));
        Assert.Equal([201], answers.Select(a => a.Status).Distinct());
        Assert.Single(answers.Select(a => a.Body).Distinct(StringComparer.Ordinal));
        Assert.Equal(answers[0], await ConsentAsync(api, Number(1), "form-1"));
        Assert.Equal(1, (await api.GetAsync($"/api/recipients/{Number(1)}/history?brand=acme")).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Another_body_under_the_key_is_422_and_the_keys_of_two_accounts_have_nothing_to_do_with_each_other()
    {
        using var api = host.NewAccount();
        using var other = host.NewAccount();
        Assert.Equal(201, (await ConsentAsync(api, Number(1), "form-1")).Status);
        Assert.Equal(422, (await ConsentAsync(api, Number(2), "form-1")).Status);
        Assert.Equal(201, (await ConsentAsync(other, Number(2), "form-1")).Status);
        Assert.Equal(201, (await ConsentAsync(api, Number(2), new string('k', 255))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task A_key_that_is_blank_or_too_long_is_refused_and_named(string? key)
    {
        using var api = host.NewAccount();
        var (status, body) = await ConsentAsync(api, Number(1), key ?? new string('k', 256));
        Assert.Equal((400, true), (status, body.Contains("\"Idempotency-Key\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_the_brands_own_consent_is_withdrawn_under_its_name()
    {
        using var api = host.NewAccount();
        var id = JsonDocument.Parse((await ConsentAsync(api, Number(1), "form-1")).Body).RootElement.GetProperty("id").GetString();
        async Task<int> DeleteAsync(string query)
        {
            using var answer = await api.SendAsync(HttpMethod.Delete, $"/api/consents/{Number(1)}/{id}{query}");
            return (int)answer.StatusCode;
        }

        Assert.Equal(403, await DeleteAsync("?brand=somebody-elses"));
        Assert.Equal(404, await DeleteAsync("?brand=vineyard"));
        Assert.Equal(200, await DeleteAsync("?brand=acme"));
        Assert.Equal(404, await DeleteAsync(""));
    }

    [Fact]
    public async Task A_history_comes_in_pages_of_the_size_asked_for()
    {
        using var api = host.NewAccount();
        for (var i = 0; i < 3; i++)
        {
            await api.ConsentAsync(Number(1), "news", TimeProvider.System.GetUtcNow());
            await api.ConsentAsync(Number(1), "news", TimeProvider.System.GetUtcNow(), brand: "vineyard");
        }

        var sequences = new List<long>();
        var cursor = "";
        do
        {
            var page = await api.GetAsync($"/api/recipients/{Number(1)}/history?brand=vineyard&limit=2{cursor}");
            Assert.InRange(page.GetProperty("events").GetArrayLength(), 1, 2);
            sequences.AddRange(page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64()));
            cursor = page.TryGetProperty("cursor", out var next) ? $"&cursor={next}" : "";
        } while (cursor.Length > 0);
        Assert.Equal([2L, 4L, 6L], sequences);
        var (status, fields) = await api.RefusedAsync(HttpMethod.Get, $"/api/recipients/{Number(1)}/history?brand=vineyard&limit=0");
        Assert.Equal((400, "limit"), (status, fields.Single()));
    }

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/openapi.json")]
    [InlineData("/api/suppressions?brand=acme")]
    [InlineData("/api/audit")]
    [InlineData("/api/suppressions?brand=unknown")]
    [InlineData("/api/suppressions?what=ever")]
    public async Task No_answer_may_be_kept_by_a_cache(string path)
    {
        using var api = host.NewAccount();
        using var answer = await api.SendAsync(HttpMethod.Get, path);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    internal static string Request(string recipient) =>
        JsonSerializer.Serialize(
            new
            {
                recipient,
                brand = "acme",
                campaigns = new[] { "news" },
                basis = "express",
                method = "web-form",
                obtainedAt = At,
                statement = "Yes, text me.",
                proof = new { reference = "form-1" },
            }
        );

    internal static async Task<(int Status, string Body)> ConsentAsync(ApiClient api, string recipient, string idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/consents") { Content = Json(Request(recipient)) };
        request.Headers.Add("x-api-key", api.Key());
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        using var answer = await api.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}

/// <summary>A request that was cut off by a crash is completed by its repetition.</summary>
public sealed class ConsentRepetitionTests(LimitedHost host, AzuriteFixture azurite) : IClassFixture<LimitedHost>
{
    [Theory]
    [InlineData(false, "before the consent was recorded")]
    [InlineData(true, "after it, before the answer was kept")]
    public async Task What_a_crash_cut_off_is_completed_by_the_repetition_and_recorded_once(bool recorded, string when)
    {
        Assert.NotEmpty(when);
        using var api = new ApiClient(host.Address, 1);
        var (recipient, key) = (Number(recorded ? 56 : 55), $"crash-{recorded}");
        var store = new TableAnswerStore(new(AzureStorage.Table(await azurite.ConnectionStringAsync())));
        var request = ConsentApiTests.Request(recipient);
        var claim = Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes(
                    JsonSerializer.Deserialize(request, ApiJson.Default.ConsentRequest),
                    ApiJson.Default.ConsentRequest
                )
            )
        );
        var first = recorded ? await ConsentApiTests.ConsentAsync(api, recipient, key) : default;
        // What stands in the store after a crash: the claim, without an answer.
        await store.KeepAsync(ApiHost.Sid(1), key, new KeptAnswer(claim), TestContext.Current.CancellationToken);

        var repeated = await ConsentApiTests.ConsentAsync(api, recipient, key);

        Assert.Equal(201, repeated.Status);
        Assert.Equal(recorded ? first : repeated, repeated);
        Assert.Equal(repeated, await ConsentApiTests.ConsentAsync(api, recipient, key));
        Assert.Equal(1, (await api.GetAsync($"/api/recipients/{recipient}/history?brand=acme")).GetProperty("events").GetArrayLength());
    }
}

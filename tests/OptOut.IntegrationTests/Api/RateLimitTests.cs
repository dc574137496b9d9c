using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using static OptOut.IntegrationTests.ApiClient;

namespace OptOut.IntegrationTests;

/// <summary>A local host whose limits are soon reached; each test takes accounts that no other test uses.</summary>
public sealed class LimitedHost(AzuriteFixture azurite) : IAsyncLifetime
{
    public const int Burst = 20;
    private readonly TemporaryDirectory directory = new();
    private HostProcess? host;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        var settings = ApiHost.Settings(4);
        settings["OptOut__Storage"] = await azurite.ConnectionStringAsync();
        settings["OptOut__RateLimit__PermitsPerSecond"] = "1";
        settings["OptOut__RateLimit__Burst"] = $"{Burst}";
        settings["OptOut__RateLimit__BulkPerAccount"] = "1";
        host = await HostProcess.StartAsync(directory.Path, settings);
        Address = await host.ListeningAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        directory.Dispose();
    }
}

/// <summary>No caller can starve the others: limits by key and by account, over HTTP.</summary>
public sealed class RateLimitTests(LimitedHost host) : IClassFixture<LimitedHost>
{
    private const int Burst = LimitedHost.Burst;

    [Fact]
    public async Task A_key_that_asks_too_much_is_told_when_to_come_back_and_nobody_else_notices()
    {
        using var api = new ApiClient(host.Address, 0);
        using var other = new ApiClient(host.Address, 1);
        var asking = Stopwatch.StartNew();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3 * Burst).Select(_ => api.SendAsync(HttpMethod.Get, $"/api/suppressions/{Number(1)}?brand=acme"))
        );
        // Each second gives a permit back, and a busy machine takes several for all of them.
        Assert.InRange(answers.Count(a => (int)a.StatusCode == 200), Burst, Burst + 1 + (int)asking.Elapsed.TotalSeconds);
        var refused = answers.First(a => (int)a.StatusCode == 429);
        Assert.Equal([200, 429], answers.Select(a => (int)a.StatusCode).Distinct().Order());
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(
            ("application/problem+json", "no-store"),
            (refused.Content.Headers.ContentType?.MediaType, refused.Headers.CacheControl?.ToString())
        );
        Assert.Equal(429, JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetInt32());

        using var another = await other.SendAsync(HttpMethod.Get, $"/api/suppressions/{Number(1)}?brand=acme");
        using var sameAccount = await api.SendAsync(HttpMethod.Get, $"/api/suppressions/{Number(1)}?brand=acme", permission: "write");
        Assert.Equal((200, 200), ((int)another.StatusCode, (int)sameAccount.StatusCode));
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Webhooks_health_and_whoever_has_no_key_are_not_limited()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        async Task<int> Status(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }

        for (var i = 0; i < 2 * Burst; i++)
        {
            Assert.Equal(403, await Status(HttpMethod.Post, "/api/twilio/messages"));
            Assert.Equal(200, await Status(HttpMethod.Get, "/api/health"));
            Assert.Equal(401, await Status(HttpMethod.Get, $"/api/suppressions/{Number(1)}"));
        }
    }

    [Fact]
    public async Task Imports_whole_lists_and_audits_are_limited_by_account_and_a_caller_that_leaves_frees_its_place()
    {
        using var api = new ApiClient(host.Address, 2);
        using var other = new ApiClient(host.Address, 3);
        async Task<int> Status(ApiClient client, string path, string accept = "*/*")
        {
            using var answer = await client.SendAsync(HttpMethod.Get, path, accept: accept);
            return (int)answer.StatusCode;
        }

        using (var import = new TcpClient())
        {
            await import.ConnectAsync(host.Address.Host, host.Address.Port);
            var wire = import.GetStream();
            await wire.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /api/suppressions/import?brand=acme HTTP/1.1\r\nHost: localhost\r\nx-api-key: {api.Key("write")}\r\nContent-Type: application/x-ndjson\r\nContent-Length: 200000\r\n\r\n{{\"recipient\":\"{Number(7)}\"}}\n"
                )
            );
            // The server gives up on a body that comes with less than 240 bytes a second: these blank lines last for some minutes, however
            // long the requests below take.
            await wire.WriteAsync(Encoding.ASCII.GetBytes(new string('\n', 100_000)));
            using var answer = new StreamReader(wire);
            while (await answer.ReadLineAsync() is { } line && !line.Contains("\"line\":1", StringComparison.Ordinal))
            {
                // The head of the answer.
            }

            Assert.Equal(429, await Status(api, "/api/audit"));
            Assert.Equal(429, await Status(api, "/api/suppressions?brand=acme", "text/csv"));
            Assert.Equal(200, await Status(api, "/api/suppressions?brand=acme"));
            Assert.Equal(200, await Status(other, "/api/audit"));
        }

        var freed = 429;
        await Until.AsyncIs(
            async () => (freed = await Status(api, "/api/audit")) != 429,
            30,
            "the place of a caller that left is not free"
        );
        Assert.Equal(200, freed);
    }
}

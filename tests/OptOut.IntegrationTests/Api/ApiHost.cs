using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(OptOut.IntegrationTests.ApiHost))]

namespace OptOut.IntegrationTests;

/// <summary>One local host with Azurite for all tests of the sender API; each test takes an account that no other test uses.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    private const int Accounts = 80;
    private readonly TemporaryDirectory directory = new();
    private HostProcess? host;
    private int taken = -1;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        var settings = Settings(Accounts + 1);
        // The last account has one brand with one campaign, so that both may be left out.
        foreach (
            var more in settings
                .Keys.Where(key => key.StartsWith($"OptOut__Accounts__{Accounts}__", StringComparison.Ordinal))
                .Where(key =>
                    key.Contains("Brands__1", StringComparison.Ordinal)
                    || key.Contains("Campaigns__0", StringComparison.Ordinal)
                    || key.Contains("Campaigns__2", StringComparison.Ordinal)
                )
                .ToArray()
        )
        {
            settings.Remove(more);
        }

        host = await HostProcess.StartAsync(directory.Path, settings);
        Address = await host.ListeningAsync();
    }

    /// <summary>A host's settings for that many accounts, each with a key of each permission and two brands.</summary>
    internal static Dictionary<string, string> Settings(int accounts)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["OptOut__PublicBaseUrl"] = "http://localhost:7071" };
        for (var i = 0; i < accounts; i++)
        {
            var account = $"OptOut__Accounts__{i}__";
            settings[account + "Sid"] = Sid(i);
            settings[account + "AuthTokens__0"] = "token";
            foreach (var (permission, k) in new[] { ("read", 0), ("write", 1), ("admin", 2) })
            {
                settings[$"{account}ApiKeys__{k}__Hash"] = Convert.ToHexStringLower(
                    SHA256.HashData(Encoding.UTF8.GetBytes($"{permission}-{i}"))
                );
                settings[$"{account}ApiKeys__{k}__Permission"] = permission;
            }

            foreach (var (brand, b) in new[] { ("acme", 0), ("vineyard", 1) })
            {
                settings[$"{account}Brands__{b}__Id"] = settings[$"{account}Brands__{b}__Name"] = brand;
                settings[$"{account}Brands__{b}__Senders__0__Address"] = $"+1415555010{b}";
                settings[$"{account}Brands__{b}__Campaigns__0__Id"] = "news";
                settings[$"{account}Brands__{b}__Campaigns__1__Id"] = "offers";
                // The one that the examples of the OpenAPI document name.
                settings[$"{account}Brands__{b}__Campaigns__2__Id"] = "reminders";
                settings[$"{account}Brands__{b}__Campaigns__0__QuietHours"] = settings[$"{account}Brands__{b}__Campaigns__1__QuietHours"] =
                    "Off";
            }
        }

        return settings;
    }

    /// <summary>A client of an account of its own.</summary>
    internal ApiClient NewAccount()
    {
        var index = Interlocked.Increment(ref taken);
        return new ApiClient(Address, index < Accounts ? index : throw new InvalidOperationException("More accounts are needed."));
    }

    /// <summary>The one account with one brand and one campaign; its tests take recipients of their own.</summary>
    internal ApiClient OneBrandAccount() => new(Address, Accounts);

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        directory.Dispose();
    }

    internal static string Sid(int index) => string.Create(CultureInfo.InvariantCulture, $"AC{index:x32}");
}

/// <summary>One account's way to the API, with a key of each permission.</summary>
internal sealed class ApiClient(Uri address, int account) : IDisposable
{
    public HttpClient Http { get; } = new() { BaseAddress = address };

    public string Key(string permission = "admin") => $"{permission}-{account}";

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        string? accept = null,
        string permission = "admin"
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("x-api-key", Key(permission));
        if (accept is not null)
        {
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        }

        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(body).RootElement
            : throw new HttpRequestException($"{(int)answer.StatusCode}: {body}");
    }

    public async Task<string> GetTextAsync(string path, string accept)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, accept: accept);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>The status, and what a problem document says of each field.</summary>
    public async Task<(int Status, string[] Fields)> RefusedAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        string permission = "admin"
    )
    {
        using var answer = await SendAsync(method, path, content, permission: permission);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return (
            (int)answer.StatusCode,
            problem.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateObject().Select(e => e.Name)] : []
        );
    }

    public async Task SuppressAsync(
        string recipient,
        string brand = "acme",
        string scope = "brand",
        string? campaign = null,
        string? at = null
    )
    {
        var body = JsonSerializer.Serialize(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["brand"] = brand,
                ["scope"] = scope,
                ["campaign"] = campaign,
                ["reason"] = "called us",
                ["source"] = "phone",
                ["at"] = at,
            }
                .Where(f => f.Value is not null)
                .ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal)
        );
        using var answer = await SendAsync(HttpMethod.Put, $"/api/suppressions/{Uri.EscapeDataString(recipient)}", Json(body));
        Assert.Equal(200, (int)answer.StatusCode);
    }

    /// <summary>An express consent for a campaign, which lifts what is older.</summary>
    public async Task ConsentAsync(string recipient, string campaign, DateTimeOffset obtainedAt, string brand = "acme")
    {
        var body = JsonSerializer.Serialize(
            new
            {
                recipient,
                brand,
                campaigns = new[] { campaign },
                basis = "express",
                method = "web-form",
                obtainedAt,
                statement = "Yes, text me.",
                proof = new { reference = "form-1" },
                reconsent = true,
            }
        );
        using var answer = await SendAsync(HttpMethod.Post, "/api/consents", Json(body));
        Assert.Equal(201, (int)answer.StatusCode);
    }

    /// <summary>What came of each line, in short: <c>2 added</c>, <c>3 invalid since</c>, <c>complete 2</c>.</summary>
    public async Task<string[]> ImportAsync(string path, string body, string type)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type), permission: "write");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line =>
                    line.TryGetProperty("complete", out var complete)
                        ? $"{(complete.GetBoolean() ? "complete" : "incomplete")} {line.GetProperty("summary").GetProperty("lines")}"
                        : $"{line.GetProperty("line")} {line.GetProperty("result")} {(line.TryGetProperty("errors", out var errors) ? string.Join(',', errors.EnumerateObject().Select(e => e.Name)) : "")}".Trim()
                ),
        ];
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public static string Number(int n) => string.Create(CultureInfo.InvariantCulture, $"+1415555{n:D4}");

    public void Dispose() => Http.Dispose();
}

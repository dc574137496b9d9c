using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OptOut.IntegrationTests;

/// <summary>The OpenAPI document, and that it tells the truth: its examples are sent as they stand.</summary>
public sealed partial class OpenApiTests(ApiHost host)
{
    private static readonly string[] Described =
    [
        "get /api/health",
        "get /api/suppressions",
        "get /api/suppressions/{recipient}",
        "put /api/suppressions/{recipient}",
        "delete /api/suppressions/{recipient}",
        "post /api/suppressions/import",
        "get /api/checks/{recipient}",
        "post /api/checks",
        "post /api/consents",
        "post /api/consents/import",
        "get /api/consents/{recipient}",
        "delete /api/consents/{recipient}/{id}",
        "put /api/recipients/{recipient}/preferences",
        "post /api/sends",
        "get /api/recipients/{recipient}/history",
        "get /api/audit",
        "post /api/twilio/messages",
        "post /api/twilio/status",
        "post /api/twilio/conversations",
    ];

    [Fact]
    public async Task It_is_OpenAPI_3_1_needs_no_key_and_describes_every_endpoint_of_the_contract()
    {
        var document = await DocumentAsync();
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations = Operations(document).ToDictionary(o => $"{o.Method} {o.Path}", o => o.Operation, StringComparer.Ordinal);
        Assert.Empty(Described.Except(operations.Keys, StringComparer.Ordinal));
        foreach (var (name, operation) in operations)
        {
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), name);
            var keyed = NeedsKey(operation);
            Assert.Equal(
                keyed,
                operation.GetProperty("description").GetString()!.Contains("Needs a key that may ", StringComparison.Ordinal)
            );
            Assert.Equal(keyed, operation.GetProperty("responses").TryGetProperty("401", out _));
            Assert.Equal(keyed, operation.GetProperty("responses").TryGetProperty("429", out _));
        }

        Assert.Equal(
            operations.Count,
            operations.Values.Select(o => o.GetProperty("operationId").GetString()).Distinct(StringComparer.Ordinal).Count()
        );
    }

    private static bool NeedsKey(JsonElement operation) =>
        operation.GetProperty("security").EnumerateArray().Any(s => s.TryGetProperty("x-api-key", out _));

    [Fact]
    public async Task Every_reference_resolves_and_every_parameter_of_a_path_is_described()
    {
        var document = await DocumentAsync();
        foreach (var reference in References(document))
        {
            var at = document;
            foreach (var step in reference[2..].Split('/'))
            {
                Assert.True(at.TryGetProperty(step, out at), reference);
            }
        }

        foreach (var (_, path, operation) in Operations(document))
        {
            var described = Parameters(operation).Where(p => p.In == "path").Select(p => p.Name).Order(StringComparer.Ordinal);
            Assert.Equal(PathParameter.Matches(path).Select(m => m.Value.Trim('{', '}')).Order(StringComparer.Ordinal), described);
        }
    }

    [Fact]
    public async Task Its_words_are_enums_its_durations_strings_and_its_requests_take_no_unknown_field()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");
        var reasons = schemas.GetProperty("CheckResponse").GetProperty("properties").GetProperty("reason");
        Assert.Equal("string", reasons.GetProperty("type").GetString());
        Assert.Contains("opted-out", reasons.GetProperty("enum").EnumerateArray().Select(e => e.GetString()!), StringComparer.Ordinal);
        Assert.DoesNotMatch("""\"enum\":\s*\[[^\]]*\bnull\b""", schemas.GetRawText());
        var consent = schemas.GetProperty("ConsentRequest");
        Assert.False(consent.GetProperty("additionalProperties").GetBoolean());
        Assert.Contains("statement", consent.GetProperty("required").EnumerateArray().Select(e => e.GetString()!), StringComparer.Ordinal);
        var frequency = schemas.GetProperty("ConsentResponse").GetProperty("properties").GetProperty("frequency");
        var whole = frequency.TryGetProperty("properties", out _)
            ? frequency
            : frequency.GetProperty("oneOf").EnumerateArray().Single(s => s.TryGetProperty("properties", out _));
        Assert.Equal("duration", whole.GetProperty("properties").GetProperty("per").GetProperty("format").GetString());
        Assert.Equal("integer", whole.GetProperty("properties").GetProperty("max").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Its_examples_work_as_they_stand()
    {
        using var api = host.NewAccount();
        string[] order = ["PostConsent", "ImportConsents", "PutPreferences", "PostSend", "PutSuppression", "ImportSuppressions"];
        var operations = Operations(await DocumentAsync())
            .Where(o => NeedsKey(o.Operation))
            .Select(o => (o.Method, o.Path, o.Operation, Id: o.Operation.GetProperty("operationId").GetString()!))
            // Only a message that waits can be decided, and which one no example knows: ReviewTests does it.
            .Where(o => o.Id != "DecideReview")
            .OrderBy(o =>
                Array.IndexOf(order, o.Id) is var i and >= 0 ? i
                : o.Method == "get" || o.Id == "CheckBatch" ? 100
                : 200
            );
        string? consent = null;
        foreach (var (method, path, operation, id) in operations)
        {
            var bodies = operation.TryGetProperty("requestBody", out var body)
                ? body.GetProperty("content").EnumerateObject().ToArray()
                : [];
            foreach (var content in bodies.Select(b => (JsonProperty?)b).DefaultIfEmpty())
            {
                using var answer = await api.SendAsync(new HttpMethod(method), Filled(path, operation, consent), Content(content));
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True(
                    operation.GetProperty("responses").EnumerateObject().First().Name == $"{(int)answer.StatusCode}",
                    $"{id}: {(int)answer.StatusCode} {text}"
                );
                Assert.DoesNotContain("\"result\":\"invalid\"", text, StringComparison.Ordinal);
                consent = id == "PostConsent" ? JsonDocument.Parse(text).RootElement.GetProperty("id").GetString() : consent;
            }
        }
    }

    [Fact]
    public async Task The_local_hosts_docs_show_it_and_load_nothing_from_elsewhere()
    {
        using var api = host.NewAccount();
        using var page = await api.Http.GetAsync("/docs/");
        var html = await page.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        Assert.Contains("\"api/openapi.json\"", html, StringComparison.Ordinal);
        Assert.Contains("script-src 'self' 'nonce-", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var sources = SourceAttribute.Matches(html).Select(m => m.Groups["url"].Value).ToArray();
        Assert.NotEmpty(sources);
        foreach (var source in sources)
        {
            using var script = await api.Http.GetAsync(new Uri(page.RequestMessage!.RequestUri!, source));
            Assert.Equal((api.Http.BaseAddress!.Authority, 200), (script.RequestMessage!.RequestUri!.Authority, (int)script.StatusCode));
        }
    }

    private async Task<JsonElement> DocumentAsync()
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        return JsonDocument.Parse(await client.GetStringAsync("/api/openapi.json", TestContext.Current.CancellationToken)).RootElement;
    }

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name, path.Name, operation.Value);

    private static IEnumerable<(string Name, string In, string? Example)> Parameters(JsonElement operation) =>
        !operation.TryGetProperty("parameters", out var parameters)
            ? []
            : parameters
                .EnumerateArray()
                .Select(p =>
                    (
                        p.GetProperty("name").GetString()!,
                        p.GetProperty("in").GetString()!,
                        p.TryGetProperty("example", out var example) ? example.GetString() : null
                    )
                );

    private static string Filled(string path, JsonElement operation, string? consent)
    {
        var query = new StringBuilder();
        foreach (
            var (name, where, example) in Parameters(operation).Where(p => p.In != "header" && p.Example is not null && p.Name != "dryRun")
        )
        {
            var value = Uri.EscapeDataString(name == "id" ? consent! : example!);
            path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
            query.Append(where == "query" ? $"{(query.Length == 0 ? '?' : '&')}{name}={value}" : "");
        }

        return path + query;
    }

    private static StringContent? Content(JsonProperty? content) =>
        content is not { } body
            ? null
            : new StringContent(
                body.Value.GetProperty("example") is { ValueKind: JsonValueKind.String } text
                    ? text.GetString()!
                    : body.Value.GetProperty("example").GetRawText(),
                Encoding.UTF8,
                body.Name
            );

    private static IEnumerable<string> References(JsonElement at) =>
        at.ValueKind switch
        {
            JsonValueKind.Object => at.EnumerateObject().SelectMany(p => p.Name == "$ref" ? [p.Value.GetString()!] : References(p.Value)),
            JsonValueKind.Array => at.EnumerateArray().SelectMany(References),
            _ => [],
        };

    [GeneratedRegex("{[a-z]+}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PathParameter { get; }

    [GeneratedRegex(
        "(src|href)=\"(?<url>[^\"]+)\"",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex SourceAttribute { get; }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>
/// What the OpenAPI document calls required is required, and what it calls optional is optional: every field is left out once.
/// </summary>
public sealed class OpenApiFieldTests(ApiHost host)
{
    private const string Person = "$person";
    private static int numbers = 5000;

    /// <summary>Requests with as many fields as can stand together, by operation.</summary>
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["PostConsent"] = """
            {"recipient":"$person","brand":"acme","campaigns":["offers"],"basis":"express","method":"web-form","obtainedAt":"2026-01-30T09:00:00Z","statement":"Yes, text me.",
             "proof":{"reference":"form-1","uri":"https://example.org/form"},"ageVerified":{"minimumAge":21,"method":"id-document","verifiedAt":"2026-01-30T09:00:00Z"},
             "frequency":{"max":4,"per":"P1M"},"reconsent":true}
            """,
        ["PutSuppression"] =
            """{"brand":"acme","scope":"brand","sender":"+14155550100","reason":"Asked on the phone.","source":"phone","at":"2026-01-31T12:00:00Z"}""",
        ["DeleteSuppression"] = """{"reason":"A wrong number was entered.","actor":"j.doe"}""",
        ["EraseRecipient"] = """{"reason":"Asked for it.","actor":"j.doe"}""",
        ["DeleteConsent"] = """{"reason":"Said so.","actor":"j.doe"}""",
        ["PutPreferences"] = """{"brand":"acme","frequency":{"max":4,"per":"P1M"},"language":"es","timeZone":"America/New_York"}""",
        ["PostSend"] = """
            {"recipient":"$person","brand":"acme","campaign":"offers","kind":"campaign","sender":"+14155550100","messageSid":"SM0123456789abcdef0123456789abcdef",
             "sentAt":"2026-02-01T09:00:00Z","fulfilled":["identify-sender"]}
            """,
        ["PutHold"] = """{"hold":false,"reason":"The case is over.","actor":"j.doe"}""",
        ["PostLink"] = """{"recipient":"$person","brand":"acme","expires":"$soon"}""",
        ["PostReassigned"] = """{"at":"2026-01-31T12:00:00Z","source":"the carrier"}""",
        ["CheckBatch"] =
            """{"checks":[{"reference":"order-7","recipient":"$person","brand":"acme","campaign":"offers","kind":"campaign","sender":"+14155550100","body":"Acme: hello.","reserve":false}]}""",
    };

    public static TheoryData<string> Operations => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_field_is_as_required_or_optional_as_the_document_says(string id)
    {
        using var api = host.OneBrandAccount();
        var document = await api.GetAsync("/api/openapi.json");
        var (method, path, operation) = (
            from p in document.GetProperty("paths").EnumerateObject()
            from o in p.Value.EnumerateObject()
            where o.Value.GetProperty("operationId").GetString() == id
            select (o.Name, p.Name, o.Value)
        ).Single();
        var schema = Resolved(
            document,
            operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema")
        );
        var expected = int.Parse(
            operation.GetProperty("responses").EnumerateObject().First().Name,
            System.Globalization.CultureInfo.InvariantCulture
        );

        var whole = await SendAsync(api, method, path, JsonNode.Parse(Bodies[id])!.AsObject());
        Assert.True(whole.Status == expected, whole.Text);
        foreach (var (field, required) in Fields(document, schema, JsonNode.Parse(Bodies[id])!.AsObject(), ""))
        {
            var body = JsonNode.Parse(Bodies[id])!.AsObject();
            Remove(body, field);
            var (status, text) = await SendAsync(api, method, path, body);
            var said = $"{id} without {field}, which the document calls {(required ? "required" : "optional")}: {status} {text}";
            Assert.True(status == (required ? 400 : expected), said);
            if (required)
            {
                var errors = JsonNode.Parse(text)!["errors"]!.AsObject();
                Assert.True(errors.Any(e => e.Key == field || field.StartsWith(e.Key + ".", StringComparison.Ordinal)), said);
            }
        }
    }

    /// <summary>Every field that stands in the body, nested ones too, and whether the schema requires it.</summary>
    private static IEnumerable<(string Field, bool Required)> Fields(
        JsonElement document,
        JsonElement schema,
        JsonObject body,
        string prefix
    )
    {
        string[] required = schema.TryGetProperty("required", out var names) ? [.. names.EnumerateArray().Select(n => n.GetString()!)] : [];
        Assert.All(required, name => Assert.True(body.ContainsKey(name), name));
        foreach (var (name, value) in body)
        {
            yield return (prefix + name, required.Contains(name, StringComparer.Ordinal));
            if (value is JsonObject inner)
            {
                foreach (
                    var nested in Fields(
                        document,
                        Resolved(document, schema.GetProperty("properties").GetProperty(name)),
                        inner,
                        prefix + name + "."
                    )
                )
                {
                    yield return nested;
                }
            }
        }
    }

    private static JsonElement Resolved(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Resolved(document, reference.GetString()![2..].Split('/').Aggregate(document, (at, step) => at.GetProperty(step)));
        }

        return schema.TryGetProperty("oneOf", out var choices)
            ? choices.EnumerateArray().Select(c => Resolved(document, c)).First(c => c.TryGetProperty("properties", out _))
            : schema;
    }

    private static void Remove(JsonObject body, string field)
    {
        var steps = field.Split('.');
        var at = body;
        foreach (var step in steps[..^1])
        {
            at = at[step]!.AsObject();
        }

        Assert.True(at.Remove(steps[^1]));
    }

    /// <summary>Sent for a person of its own, with what the operation needs to succeed.</summary>
    private static async Task<(int Status, string Text)> SendAsync(ApiClient api, string method, string path, JsonObject body)
    {
        var person = ApiClient.Number(Interlocked.Increment(ref numbers));
        var consent = path.Contains("{id}", StringComparison.Ordinal) || method == "delete" ? await ConsentAsync(api, person) : "";
        if (path.StartsWith("/api/suppressions", StringComparison.Ordinal) && method == "delete")
        {
            await api.SuppressAsync(person);
        }

        var target = path.Replace("{recipient}", Uri.EscapeDataString(person), StringComparison.Ordinal)
            .Replace("{id}", consent, StringComparison.Ordinal);
        using var answer = await api.SendAsync(
            new HttpMethod(method),
            target,
            ApiClient.Json(
                body.ToJsonString()
                    .Replace(Person, person, StringComparison.Ordinal)
                    .Replace(
                        "$soon",
                        TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                        StringComparison.Ordinal
                    )
            )
        );
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> ConsentAsync(ApiClient api, string person)
    {
        using var answer = await api.SendAsync(
            HttpMethod.Post,
            "/api/consents",
            ApiClient.Json(Bodies["PostConsent"].Replace(Person, person, StringComparison.Ordinal))
        );
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)!["id"]!.GetValue<string>() : throw new HttpRequestException(text);
    }
}

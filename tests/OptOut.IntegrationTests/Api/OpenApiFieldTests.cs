using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>
/// What the OpenAPI document calls required is required, and what it calls optional is optional: every field is left out once.
/// </summary>
public sealed class OpenApiFieldTests(ApiHost host)
{
    private static int numbers = 5000;

    public static TheoryData<string> Operations => [.. RequestBodies.All.Keys.Where(key => !key.Contains('/', StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_field_is_as_required_or_optional_as_the_document_says(string id)
    {
        using var api = host.OneBrandAccount();
        var document = await api.GetAsync("/api/openapi.json");
        var (method, path, schema, expected) = Operation(document, id);

        var whole = await SendAsync(api, method, path, JsonNode.Parse(RequestBodies.All[id])!.AsObject());
        Assert.True(whole.Status == expected, whole.Text);
        foreach (var (field, required) in Fields(document, schema, JsonNode.Parse(RequestBodies.All[id])!.AsObject(), ""))
        {
            var body = JsonNode.Parse(RequestBodies.All[id])!.AsObject();
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

    /// <summary>Optional in the document, since no schema can say with which other field it is needed.</summary>
    [Theory]
    [InlineData("PostConsent/of a customer", "trigger", "trigger")]
    [InlineData("PostConsent/of a customer", "numberProvidedByRecipient", "numberProvidedByRecipient")]
    [InlineData("PostConsent/of an order", "trigger.kind", "trigger")]
    [InlineData("PostConsent/of an order", "trigger.reference", "proof.reference")]
    [InlineData("PutSuppression/of a campaign", "campaign", "campaign")]
    [InlineData("PostSend/of a plan", "sendAt", "sendAt")]
    [InlineData("PostSend/of a plan", "status", "sendAt")]
    [InlineData("SearchRecipients/by number", "country", "recipient")]
    [InlineData("SearchRecipients/by number", "recipient", "recipient")]
    [InlineData("SearchRecipients/by digits", "last4", "recipient")]
    [InlineData("SearchRecipients/by reference", "reference", "recipient")]
    [InlineData("PostDownload/of one person", "person", "person")]
    public async Task A_field_that_another_one_needs_is_named_where_it_is_missing(string body, string field, string named)
    {
        using var api = host.OneBrandAccount();
        var (method, path, _, expected) = Operation(await api.GetAsync("/api/openapi.json"), body.Split('/')[0]);
        var whole = JsonNode.Parse(RequestBodies.All[body])!.AsObject();
        var sent = await SendAsync(api, method, path, whole);
        Assert.True(sent.Status == expected, sent.Text);
        Remove(whole, field);
        var (status, text) = await SendAsync(api, method, path, whole);
        Assert.True(status == 400 && JsonNode.Parse(text)!["errors"]!.AsObject().ContainsKey(named), $"{status} {text}");
    }

    /// <summary>What is wrong with an item of a batch is its own result.</summary>
    [Fact]
    public async Task Each_field_of_a_check_in_a_batch_is_as_required_or_optional_as_the_document_says()
    {
        using var api = host.OneBrandAccount();
        var document = await api.GetAsync("/api/openapi.json");
        var (method, path, batch, _) = Operation(document, "CheckBatch");
        var item = JsonNode.Parse(RequestBodies.All["CheckBatch"])!["checks"]![0]!.AsObject();
        var schema = Resolved(document, Resolved(document, batch.GetProperty("properties").GetProperty("checks")).GetProperty("items"));
        foreach (var (field, required) in Fields(document, schema, item, "").Prepend(("", false)))
        {
            var body = JsonNode.Parse(RequestBodies.All["CheckBatch"])!.AsObject();
            if (field.Length > 0)
            {
                Remove(body["checks"]![0]!.AsObject(), field);
            }

            var (status, text) = await SendAsync(api, method, path, body);
            Assert.True(status == 200, text);
            var result = JsonNode.Parse(text)!["results"]![0]!;
            Assert.True(result["errors"]?.AsObject().ContainsKey(field) == true == required, text);
            Assert.True(((string)result["reason"]! == "invalid") == required, text);
        }
    }

    /// <summary>
    /// But for a decision on a message that waits (Rule39_a_message_that_waits_…), and for a proof by a message, which the recipient must
    /// have sent (ProofTests).
    /// </summary>
    [Fact]
    public async Task Every_field_that_the_document_knows_in_a_request_is_left_out_in_some_test()
    {
        using var api = host.OneBrandAccount();
        var document = await api.GetAsync("/api/openapi.json");
        var known = (
            from p in document.GetProperty("paths").EnumerateObject()
            from o in p.Value.EnumerateObject()
            where
                o.Value.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out _)
            let id = o.Value.GetProperty("operationId").GetString()!
            where id != "DecideReview" && !p.Name.StartsWith("/api/twilio/", StringComparison.Ordinal)
            from field in Properties(document, Operation(document, id).Schema, "")
            select $"{id} {field}"
        ).ToHashSet(StringComparer.Ordinal);
        var sent = RequestBodies
            .All.SelectMany(body => Names(JsonNode.Parse(body.Value), "").Select(name => $"{body.Key.Split('/')[0]} {name}"))
            .ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(known);
        Assert.Equal(["PostConsent proof.messageSid"], known.Except(sent, StringComparer.Ordinal));
    }

    private static (string Method, string Path, JsonElement Schema, int Expected) Operation(JsonElement document, string id)
    {
        var (method, path, operation) = (
            from p in document.GetProperty("paths").EnumerateObject()
            from o in p.Value.EnumerateObject()
            where o.Value.GetProperty("operationId").GetString() == id
            select (o.Name, p.Name, o.Value)
        ).Single();
        var body = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        return (
            method,
            path,
            Resolved(document, body.GetProperty("schema")),
            int.Parse(operation.GetProperty("responses").EnumerateObject().First().Name, CultureInfo.InvariantCulture)
        );
    }

    private static IEnumerable<string> Properties(JsonElement document, JsonElement schema, string prefix)
    {
        var at = Resolved(document, schema);
        if (at.TryGetProperty("items", out var items))
        {
            at = Resolved(document, items);
        }

        return at.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().SelectMany(p => Properties(document, p.Value, $"{prefix}{p.Name}.").Prepend(prefix + p.Name))
            : [];
    }

    private static IEnumerable<string> Names(JsonNode? node, string prefix) =>
        node switch
        {
            JsonObject fields => fields.SelectMany(f => Names(f.Value, $"{prefix}{f.Key}.").Prepend(prefix + f.Key)),
            JsonArray items => items.SelectMany(item => Names(item, prefix)),
            _ => [],
        };

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
            ? choices.EnumerateArray().Select(c => Resolved(document, c)).FirstOrDefault(c => c.TryGetProperty("properties", out _), schema)
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
            .Replace("{brand}", "acme", StringComparison.Ordinal)
            .Replace("{campaign}", "offers", StringComparison.Ordinal)
            .Replace("{id}", consent, StringComparison.Ordinal);
        using var answer = await api.SendAsync(
            new HttpMethod(method),
            target,
            ApiClient.Json(
                body.ToJsonString()
                    .Replace(RequestBodies.Person, person, StringComparison.Ordinal)
                    .Replace(
                        "$soon",
                        TimeProvider.System.GetUtcNow().AddDays(1).ToString("O", CultureInfo.InvariantCulture),
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
            ApiClient.Json(RequestBodies.All["PostConsent"].Replace(RequestBodies.Person, person, StringComparison.Ordinal))
        );
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)!["id"]!.GetValue<string>() : throw new HttpRequestException(text);
    }
}

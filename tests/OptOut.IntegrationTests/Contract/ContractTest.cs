using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptOut.Twilio;

namespace OptOut.IntegrationTests;

/// <summary>An answer of the head, read whole.</summary>
internal sealed record Answer(int Status, string? MediaType, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>How many messages the TwiML sends.</summary>
    public int Messages => Body.Split("<Message").Length - 1;

    public string? Reason => Json.GetProperty("reason").GetString();

    public bool Allowed => Json.GetProperty("allowed").GetBoolean();

    public string[] Strings(string property) => [.. Json.GetProperty(property).EnumerateArray().Select(e => e.GetString()!)];
}

/// <summary>A caller of the contract's HTTP surface, as Twilio and as a sender. Knows nothing of the inside.</summary>
[Trait("Suite", "Contract")]
public abstract class ContractTest(Head head)
{
    // The ids of contract.json.
    protected const string Base = "https://optout.example.org:8443/front";
    protected const string Account = "ACc0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0",
        Token = "contract-token";
    protected const string OtherAccount = "ACc1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1",
        OtherToken = "contract-other-token";
    protected const string ShutAccount = "ACc2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2",
        ShutToken = "contract-shut-token";
    protected const string ReadKey = "contract-read",
        WriteKey = "contract-write",
        AdminKey = "contract-admin",
        OtherKey = "contract-other",
        ShutKey = "contract-shut";
    protected const string Acme = "+14155550160",
        AcmeWhatsApp = "whatsapp:+14155550160",
        AcmeByTwilio = "+14155550161",
        AcmeTollFree = "+18335550162";
    protected const string AcmeService = "MGcacacacacacacacacacacacacacacaca";
    protected const string Shop = "+14155550170",
        Quiet = "+14155550180",
        Halted = "+14155550190",
        Other = "+14155550200",
        Shut = "+14155550210";
    protected const string MessagesPath = "/api/twilio/messages";

    private static long lastNumber = Random.Shared.NextInt64(0, 50_000_000);

    internal Head Head => head;

    /// <summary>A fresh New York number, nobody else's in this run.</summary>
    protected static string Number()
    {
        var next = Interlocked.Increment(ref lastNumber);
        return $"+1{(next % 2 == 0 ? "212" : "646")}{2_000_000 + (next / 2 % 8_000_000)}";
    }

    protected static string NewSid(string prefix = "SM") => $"{prefix}{Guid.NewGuid():N}";

    /// <summary>Texts as a recipient does; <paramref name="fields"/> are added, replaced or, where null, left out.</summary>
    private protected Task<Answer> TextAsync(
        string from,
        string body,
        string to = Acme,
        string? sid = null,
        params (string Name, string? Value)[] fields
    )
    {
        var account =
            to == Other ? OtherAccount
            : to == Shut ? ShutAccount
            : Account;
        var form = new List<KeyValuePair<string, string>>
        {
            new("MessageSid", sid ?? NewSid()),
            new("AccountSid", account),
            new("From", from),
            new("To", to),
            new("Body", body),
            new("NumMedia", "0"),
        };
        foreach (var (name, value) in fields)
        {
            form.RemoveAll(field => field.Key == name);
            if (value is not null)
            {
                form.Add(new(name, value));
            }
        }

        return FormAsync(
            form,
            token: to == Other ? OtherToken
                : to == Shut ? ShutToken
                : Token
        );
    }

    /// <summary>Posts a form as it stands, signed unless a signature is given.</summary>
    private protected Task<Answer> FormAsync(
        IReadOnlyList<KeyValuePair<string, string>> form,
        string path = MessagesPath,
        string token = Token,
        string? signature = null
    )
    {
        var content = new ByteArrayContent(
            Encoding.ASCII.GetBytes(string.Join('&', form.Select(f => $"{Escape(f.Key)}={Escape(f.Value)}")))
        );
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return PostSignedAsync(path, content, signature ?? TwilioSigner.Sign(Base + path, form, token));
    }

    private protected Task<Answer> PostSignedAsync(string path, HttpContent content, params string[] signatures)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var signature in signatures)
        {
            request.Headers.TryAddWithoutValidation("X-Twilio-Signature", signature);
        }

        return SendAsync(request);
    }

    private protected Task<Answer> GetAsync(string path, string? key = ReadKey) => ApiAsync(HttpMethod.Get, path, null, key);

    private protected Task<Answer> ApiAsync(
        HttpMethod method,
        string path,
        JsonNode? body = null,
        string? key = AdminKey,
        params (string Name, string Value)[] headers
    ) =>
        RawAsync(
            method,
            path,
            body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
            key,
            headers
        );

    private protected Task<Answer> RawAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? key = AdminKey,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in key is null ? headers : [("x-api-key", key), .. headers])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request);
    }

    /// <summary>A consent that is complete; change what a test is about.</summary>
    protected static JsonObject Consent(string recipient, string brand = "acme", params string[] campaigns) =>
        new()
        {
            ["recipient"] = recipient,
            ["brand"] = brand,
            ["campaigns"] = new JsonArray([.. campaigns.Select(c => (JsonNode)c)]),
            ["basis"] = "express",
            ["method"] = "web-form",
            ["obtainedAt"] = Time(TimeSpan.Zero),
            ["statement"] = "Yes, text me.",
            ["proof"] = new JsonObject { ["reference"] = "form-1" },
        };

    protected static string Time(TimeSpan fromNow) =>
        (TimeProvider.System.GetUtcNow() + fromNow).UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A send of the campaign <c>reminders</c> just now, with these fields in place of its own or beside them.</summary>
    private protected static JsonObject Send(string recipient, params (string Field, JsonNode? Value)[] fields)
    {
        var send = new JsonObject
        {
            ["recipient"] = recipient,
            ["brand"] = "acme",
            ["campaign"] = "reminders",
            ["kind"] = "campaign",
            ["messageSid"] = NewSid(),
            ["sentAt"] = Time(TimeSpan.Zero),
        };
        foreach (var (field, value) in fields)
        {
            send[field] = value;
        }

        return send;
    }

    private protected Task<Answer> PostSendAsync(JsonObject send) => ApiAsync(HttpMethod.Post, "/api/sends", send, WriteKey);

    /// <summary>Records the consent, and expects that it is taken.</summary>
    private protected async Task<Answer> ConsentAsync(
        string recipient,
        string campaign = "reminders",
        string brand = "acme",
        string key = WriteKey
    ) => Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", Consent(recipient, brand, campaign), key));

    private protected async Task<Answer> CheckAsync(
        string recipient,
        string? campaign = "reminders",
        string brand = "acme",
        string? kind = null,
        string? sender = null,
        string key = ReadKey
    )
    {
        var query = new[] { ("brand", (string?)brand), ("campaign", campaign), ("kind", kind), ("sender", sender) }
            .Where(p => p.Item2 is not null)
            .Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}");
        return Expect(200, await GetAsync($"/api/checks/{Uri.EscapeDataString(recipient)}?{string.Join('&', query)}", key));
    }

    /// <summary>One check by batch; the answer's JSON is the single result.</summary>
    private protected async Task<Answer> CheckBatchAsync(JsonObject check, string key = WriteKey)
    {
        var answer = Expect(200, await ApiAsync(HttpMethod.Post, "/api/checks", new JsonObject { ["checks"] = new JsonArray(check) }, key));
        return answer with { Body = answer.Json.GetProperty("results").EnumerateArray().Single().GetRawText() };
    }

    private protected async Task<JsonElement> SuppressionAsync(
        string recipient,
        string brand = "acme",
        string? campaign = null,
        string key = ReadKey
    ) =>
        Expect(
            200,
            await GetAsync(
                $"/api/suppressions/{Uri.EscapeDataString(recipient)}?brand={brand}{(campaign is null ? "" : "&campaign=" + campaign)}",
                key
            )
        ).Json;

    private protected async Task<bool> SuppressedAsync(
        string recipient,
        string brand = "acme",
        string? campaign = null,
        string key = ReadKey
    ) => (await SuppressionAsync(recipient, brand, campaign, key)).GetProperty("suppressed").GetBoolean();

    private protected async Task<JsonElement[]> HistoryAsync(string recipient, string brand = "acme", string key = ReadKey) =>
        [
            .. Expect(200, await GetAsync($"/api/recipients/{Uri.EscapeDataString(recipient)}/history?brand={brand}", key))
                .Json.GetProperty("events")
                .EnumerateArray(),
        ];

    private protected async Task<string[]> EventTypesAsync(string recipient, string brand = "acme", string key = ReadKey) =>
        [.. (await HistoryAsync(recipient, brand, key)).Select(e => e.GetProperty("type").GetString()!)];

    /// <summary>The status, or a failure that shows the answer.</summary>
    private protected static Answer Expect(int status, Answer answer)
    {
        Assert.True(answer.Status == status, $"{answer.Status}, not {status}: {answer.Body}");
        return answer;
    }

    /// <summary>A problem document that names these fields under <c>errors</c>, and no others.</summary>
    private protected static Answer ExpectProblem(int status, Answer answer, params string[] fields)
    {
        Expect(status, answer);
        Assert.True(answer.MediaType == "application/problem+json", $"{answer.MediaType}, not application/problem+json: {answer.Body}");
        Assert.Equal(status, answer.Json.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(answer.Json.GetProperty("title").GetString()));
        var named = answer.Json.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().Select(e => e.Name).ToArray() : [];
        Assert.Equal(fields.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        return answer;
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            var client = await head.ClientAsync();
            // As written: HttpClient would rewrite escapes that Twilio signs as they are.
            request.RequestUri = new Uri(
                client.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.RequestUri!.OriginalString,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
            );
            using var response = await client.SendAsync(request);
            return new Answer(
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType,
                await response.Content.ReadAsStringAsync()
            );
        }
    }

    private static string Escape(string text) => WebUtility.UrlEncode(text);
}

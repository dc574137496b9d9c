using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptOut.Twilio;

namespace OptOut.IntegrationTests;

/// <summary>
/// Every URL that we hand out or document leads somewhere: Twilio's are called as Twilio would call them, signed, and answered 2xx; a link
/// opens; and what a document says of the API is in its description.
/// </summary>
[Collection(DoctorTests.Settings)]
public sealed partial class HandedOutUrlTests(Head head) : ContractTest(head)
{
    /// <summary>What stands for a value in a document, by the name before it.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["brand"] = "acme",
        ["campaign"] = "reminders",
        ["kind"] = "campaign",
        ["fulfilled"] = "opt-out-language",
        ["decision"] = "d1.e30.e30",
    };

    /// <summary>The documents for people who set something up, the deployment's outputs among them.</summary>
    private static IEnumerable<string> Documents =>
        Directory
            .EnumerateFiles(BicepCli.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(BicepCli.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Append(Path.Combine(BicepCli.Root, "src", "OptOut.Client", "README.md"))
            .Append(Path.Combine(BicepCli.Root, "infra", "main.bicep"));

    public static TheoryData<string> OfTwilioInDocuments() =>
        new(
            Documents
                .SelectMany(d => TwilioUrl().Matches(File.ReadAllText(d)))
                .Select(m => m.Value.TrimEnd('.', ','))
                .Where(u => !u.EndsWith('/'))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(OfTwilioInDocuments))]
    public async Task A_webhook_URL_of_a_document_is_taken_as_Twilio_calls_it(string documented)
    {
        // Twilio keeps what follows # to itself (connection overrides).
        var path = Placeholder().Replace(documented.Split('#')[0], m => $"{m.Groups["name"].Value}={Values[m.Groups["name"].Value]}");
        await CalledAsync(path);
    }

    [Fact]
    public async Task What_the_documents_name_is_all_that_Twilio_can_be_given()
    {
        var described = Paths(Expect(200, await GetAsync("/api/openapi.json", key: null)).Json)
            .Select(p => p.Path)
            .Where(p => p.StartsWith("/api/twilio/", StringComparison.Ordinal));
        Assert.Equal(
            described.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            OfTwilioInDocuments().Select(row => row.Data.Split('?', '#')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task The_callback_of_our_confirmation_is_taken_at_every_status_it_is_called_with()
    {
        var person = Number();
        var url = WebUtility.HtmlDecode(Callback().Match(Expect(200, await TextAsync(person, "STOP")).Body).Groups["url"].Value);
        foreach (var status in new[] { "queued", "sending", "sent", "delivered", "read" })
        {
            Expect(204, await FormAsync(Status(person, status), InOrder(url)));
        }

        Assert.Contains("confirmation-sent", await EventTypesAsync(person), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_the_page_for_set_up_tells_to_give_Twilio_is_taken()
    {
        var addresses = Expect(200, await GetAsync("/api/operator/setup", ReadKey))
            .Json.GetProperty("addresses")
            .EnumerateArray()
            .ToArray();
        Assert.Equal(4, addresses.Length);
        foreach (var address in addresses)
        {
            Assert.Equal("POST", address.GetProperty("method").GetString());
            await CalledAsync(InOrder(address.GetProperty("url").GetString()!));
        }
    }

    [Fact]
    public async Task What_the_doctor_says_to_put_into_the_console_is_taken()
    {
        if (Head.Elsewhere is not null)
        {
            return;
        }

        const string stray = "https://old.example/sms";
        var settings = JsonNode.Parse(
            Expect(200, await RawAsync(HttpMethod.Get, $"/local/twilio/settings?account={OtherAccount}", null, key: null)).Body
        )!;
        foreach (var number in settings["numbers"]!.AsArray())
        {
            (number!["webhook"]!["url"], number["webhook"]!["fallbackUrl"]) = (stray, stray);
        }

        try
        {
            Expect(
                204,
                await RawAsync(
                    HttpMethod.Put,
                    "/local/twilio/settings",
                    new StringContent(settings.ToJsonString(), Encoding.UTF8, "application/json"),
                    key: null
                )
            );
            var expected = Expect(200, await GetAsync("/api/doctor", OtherKey))
                .Json.GetProperty("findings")
                .EnumerateArray()
                .Where(f => f.GetProperty("what").GetString() is "webhook-url" or "fallback-url")
                .Select(f => f.GetProperty("expected").GetString()!)
                .ToArray();
            Assert.Equal(2, expected.Length);
            foreach (var url in expected)
            {
                await CalledAsync(InOrder(url));
            }
        }
        finally
        {
            Expect(
                204,
                await RawAsync(
                    HttpMethod.Put,
                    "/local/twilio/settings",
                    new StringContent("null", Encoding.UTF8, "application/json"),
                    key: null
                )
            );
        }
    }

    [Fact]
    public async Task A_recipients_link_opens_and_its_form_posts_back_to_it()
    {
        var url = Expect(
            201,
            await ApiAsync(HttpMethod.Post, "/api/links", new JsonObject { ["recipient"] = Number(), ["brand"] = "acme" }, WriteKey)
        )
            .Json.GetProperty("url")
            .GetString()!;
        Assert.InRange(url.Length - Base.Length, 2, 12);
        var page = Expect(200, await RawAsync(HttpMethod.Get, InOrder(url), null, key: null)).Body;
        // Without an action a form posts to its own page, wherever a proxy has put it.
        Assert.DoesNotContain("action=", page, StringComparison.OrdinalIgnoreCase);
        Expect(200, await RawAsync(HttpMethod.Post, InOrder(url), new FormUrlEncodedContent([]), key: null));
    }

    [Fact]
    public async Task What_a_document_says_of_the_API_is_in_its_description()
    {
        var described = Paths(Expect(200, await GetAsync("/api/openapi.json", key: null)).Json).ToArray();
        var told = Documents
            .SelectMany(d => Operation().Matches(File.ReadAllText(d)))
            .Select(m => (Method: m.Groups["method"].Value, Path: m.Groups["path"].Value))
            .Where(o =>
                o.Path is not ("/api/openapi.json" or "/api/health") && !o.Path.StartsWith("/api/operator", StringComparison.Ordinal)
            )
            .Distinct()
            .ToArray();
        Assert.True(told.Length > 12, "The documents are not found.");
        foreach (var (method, path) in told)
        {
            Assert.True(described.Any(d => d.Method == method && Matches(d.Path, path)), $"{method} {path} is told of, and there is none.");
        }
    }

    /// <summary>Called as Twilio calls it, whichever it is: signed, with what it brings there.</summary>
    private async Task CalledAsync(string path)
    {
        var person = Number();
        switch (path.Split('?')[0]["/api/twilio/".Length..])
        {
            case "messages":
                Expect(
                    200,
                    await FormAsync(
                        [
                            new("MessageSid", NewSid()),
                            new("AccountSid", Account),
                            new("From", person),
                            new("To", Acme),
                            new("Body", "STOP"),
                        ],
                        path
                    )
                );
                Assert.True(await SuppressedAsync(person));
                break;
            case "status":
                Expect(
                    204,
                    await FormAsync(Status(person, "sent"), path.Contains('?', StringComparison.Ordinal) ? path : path + "?brand=acme")
                );
                Assert.Equal(["send-recorded"], await EventTypesAsync(person));
                break;
            case "conversations":
                Expect(
                    200,
                    await FormAsync(
                        [new("EventType", "onConversationRemoved"), new("AccountSid", Account), new("ConversationSid", NewSid("CH"))],
                        path
                    )
                );
                break;
            case "events":
                var batch = Encoding.UTF8.GetBytes(
                    new JsonArray(
                        new JsonObject
                        {
                            ["specversion"] = "1.0",
                            ["type"] = "com.twilio.x",
                            ["id"] = "EZ1",
                            ["source"] = "x",
                            ["data"] = new JsonObject { ["account_sid"] = Account },
                        }
                    ).ToJsonString()
                );
                var (url, signature) = TwilioSigner.SignJson(Base + path, batch, Token);
                var content = new ByteArrayContent(batch);
                content.Headers.ContentType = new("application/json");
                Expect(204, await PostSignedAsync(url[Base.Length..], content, signature));
                break;
            default:
                Assert.Fail($"{path} is nothing that Twilio calls.");
                break;
        }
    }

    private static KeyValuePair<string, string>[] Status(string person, string status) =>
        [new("MessageSid", NewSid()), new("MessageStatus", status), new("AccountSid", Account), new("To", person), new("From", Acme)];

    /// <summary>
    /// A URL of ours, its names in alphabetical order (some of Twilio's products sort them before they sign); the path behind the base.
    /// </summary>
    private static string InOrder(string url)
    {
        Assert.StartsWith(Base + "/", url, StringComparison.Ordinal);
        string[] names = [.. new Uri(url).Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')[0])];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        return url[Base.Length..];
    }

    private static IEnumerable<(string Method, string Path)> Paths(JsonElement description) =>
        from path in description.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name);

    /// <summary>A part in brackets, or one that a document leaves out, stands for any.</summary>
    private static bool Matches(string described, string told)
    {
        var (a, b) = (described.Split('/'), told.Split('/'));
        return a.Length == b.Length
            && a.Zip(b)
                .All(p =>
                    p.First == p.Second
                    || (
                        p.First.StartsWith('{')
                        && (p.Second.StartsWith('{') || p.Second.Contains('…', StringComparison.Ordinal) || p.Second.StartsWith('+'))
                    )
                );
    }

    [GeneratedRegex(@"/api/twilio/[^\s`'""<>|)\\,]*", RegexOptions.None, 1000)]
    private static partial Regex TwilioUrl();

    [GeneratedRegex("(?<name>[a-z]+)=…", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("statusCallback=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Callback();

    [GeneratedRegex(@"\b(?<method>GET|POST|PUT|DELETE) (?<path>/api/[^\s`?\[;,)|""]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Operation();
}

using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Rule 41, and what it says of refused signatures.</summary>
[Collection(Settings)]
public sealed class DoctorTests(Head head) : ContractTest(head)
{
    /// <summary>The tests that change what is set at the simulated Twilio, of which the shared head has one: never two at once.</summary>
    internal const string Settings = "settings at the simulated Twilio";

    [Fact]
    public async Task Rule41_only_an_administrator_may_ask()
    {
        Expect(403, await GetAsync("/api/doctor", WriteKey));
        Expect(401, await GetAsync("/api/doctor", key: null));
        Assert.True(Expect(200, await GetAsync("/api/doctor", AdminKey)).Json.TryGetProperty("findings", out _));
    }

    [Fact]
    public async Task Rule41_a_refused_webhook_is_repeated_with_its_likeliest_cause_and_without_values()
    {
        var person = Number();
        var form = new List<KeyValuePair<string, string>>
        {
            new("MessageSid", NewSid()),
            new("AccountSid", Account),
            new("From", person),
            new("To", Acme),
            new("Body", "STOP"),
        };
        const string path = "/api/twilio/messages?zone=1&brand=acme";
        // One refusal is examined at a time, and one that comes meanwhile is only counted: while other tests have theirs refused, it is
        // sent again.
        await Until.AsyncIs(
            async () =>
            {
                Expect(
                    403,
                    await FormAsync(
                        form,
                        path,
                        signature: Twilio.TwilioSigner.Sign(Base + "/api/twilio/messages?brand=acme&zone=1", form, Token)
                    )
                );
                return (await RefusalsAsync()).Any(f =>
                    f.Where == Base + "/api/twilio/messages?zone=…&brand=…" && f.Found.StartsWith("query-order", StringComparison.Ordinal)
                );
            },
            30,
            "it is not repeated"
        );
        Assert.DoesNotContain(await RefusalsAsync(), f => f.Where.Contains("acme", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rule41_what_is_wrong_at_Twilio_is_named()
    {
        if (Head.Elsewhere is not null)
        {
            return;
        }

        var all = JsonNode.Parse(
            Expect(200, await RawAsync(HttpMethod.Get, $"/local/twilio/settings?account={Account}", null, key: null)).Body
        )!;
        all["numbers"]!.AsArray()[0]!["webhook"]!["url"] = "https://old.example/sms";
        try
        {
            Expect(
                204,
                await RawAsync(
                    HttpMethod.Put,
                    "/local/twilio/settings",
                    new StringContent(all.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
                    key: null
                )
            );
            var found = Expect(200, await GetAsync("/api/doctor", AdminKey))
                .Json.GetProperty("findings")
                .EnumerateArray()
                .Single(f => f.GetProperty("what").GetString() == "webhook-url");
            Assert.Equal(
                (Base + "/api/twilio/messages", "https://old.example/sms"),
                (found.GetProperty("expected").GetString(), found.GetProperty("found").GetString())
            );
        }
        finally
        {
            Expect(
                204,
                await RawAsync(
                    HttpMethod.Put,
                    "/local/twilio/settings",
                    new StringContent("null", System.Text.Encoding.UTF8, "application/json"),
                    key: null
                )
            );
        }
    }

    [Fact]
    public async Task Rule41_eight_planted_mistakes_are_named_each_with_what_to_do_and_where_in_the_console()
    {
        if (Head.Elsewhere is not null)
        {
            return;
        }

        var ours = Expect(200, await RawAsync(HttpMethod.Get, $"/local/twilio/settings?account={Account}", null, key: null)).Body;
        Assert.DoesNotContain(Drift(await GetAsync("/api/doctor", OtherKey)), f => f.What != "signature-refused");
        var settings = JsonNode.Parse(ours)!;
        JsonNode NumberOf(string address) => settings["numbers"]!.AsArray().Single(n => n!["address"]!.GetValue<string>() == address)!;
        NumberOf(Acme)["webhook"]!["url"] = "https://old.example/sms";
        NumberOf(AcmeByTwilio)["webhook"]!["method"] = "GET";
        NumberOf(AcmeTollFree)["webhook"]!["fallbackUrl"] = "";
        NumberOf(Shop)["webhook"]!["fallbackMethod"] = "GET";
        NumberOf(Quiet)["application"] = "AP" + new string('1', 32);
        settings["numbers"]!.AsArray().Remove(NumberOf(Halted));
        var stray = NumberOf(Acme).DeepClone();
        (stray["address"], stray["webhook"]!["url"]) = ("+14155550999", Base + MessagesPath);
        settings["numbers"]!.AsArray().Add(stray);
        var service = settings["services"]!.AsArray()[0]!;
        service["program"] = JsonNode.Parse("""{"optOutKeywords":["ENOUGH"],"optInKeywords":[],"helpKeywords":[]}""");
        try
        {
            Expect(204, await RawAsync(HttpMethod.Put, "/local/twilio/settings", Json(settings), key: null));
            var found = Drift(await GetAsync("/api/doctor", AdminKey)).Where(f => f.What != "signature-refused").ToArray();
            Assert.Equal(
                [
                    ("fallback-method", Shop),
                    ("fallback-url", AcmeTollFree),
                    ("handled-by-application", Quiet),
                    ("opt-out-keywords", AcmeService),
                    ("sender-not-configured", "+14155550999"),
                    ("sender-unknown-at-twilio", Halted),
                    ("webhook-method", AcmeByTwilio),
                    ("webhook-url", Acme),
                ],
                found.Select(f => (f.What, f.Where)).Order()
            );
            Assert.All(found, f => Assert.Contains("Console: ", f.DoThis, StringComparison.Ordinal));
        }
        finally
        {
            Expect(204, await RawAsync(HttpMethod.Put, "/local/twilio/settings", Json(null), key: null));
        }
    }

    private static StringContent Json(JsonNode? node) => new(node?.ToJsonString() ?? "null", System.Text.Encoding.UTF8, "application/json");

    private static IEnumerable<(string What, string Where, string DoThis)> Drift(Answer report) =>
        Expect(200, report)
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Select(f => (f.GetProperty("what").GetString()!, f.GetProperty("where").GetString()!, f.GetProperty("doThis").GetString()!));

    private async Task<(string Where, string Found)[]> RefusalsAsync() =>
        [
            .. Expect(200, await GetAsync("/api/doctor", AdminKey))
                .Json.GetProperty("findings")
                .EnumerateArray()
                .Where(f => f.GetProperty("what").GetString() == "signature-refused")
                .Select(f => (f.GetProperty("where").GetString()!, f.GetProperty("found").GetString()!)),
        ];
}

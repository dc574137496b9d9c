using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using OptOut.Twilio;

namespace OptOut.IntegrationTests;

/// <summary>A day's requests in a minute, right and wrong ones, and every secret that they held.</summary>
internal sealed class Traffic(Head head) : ContractTest(head)
{
    private const string StatusPath = "/api/twilio/status?brand=acme&campaign=reminders&kind=campaign";

    /// <summary>Words that no code of ours knows, one for each way that a text comes in.</summary>
    private const string Texted = "columbine",
        Asked = "larkspur",
        Stated = "marigold",
        Proven = "foxglove",
        Why = "hydrangea",
        Who = "snapdragon",
        Garbled = "delphinium";

    private const string WrongKey = "wrong-key-periwinkle",
        WrongSignature = "AAAAbbbbCCCCddddEEEEffffGGG=";

    public List<string> Numbers { get; } = [Acme, AcmeByTwilio, Shop, Other];

    public List<string> Keys { get; } = [ReadKey, WriteKey, AdminKey, OtherKey, Token, OtherToken, ShutToken, WrongKey, WrongSignature];

    public List<string> Texts { get; } = [Texted, Asked, Stated, Proven, Why, Who, Garbled, "unsubscribed from Acme"];

    /// <summary>What is asked as it should be.</summary>
    public async Task UseAsync()
    {
        var (person, other) = (Person(), Person());
        var consent = Consent(person, "acme", "reminders", "offers");
        (consent["statement"], consent["proof"]) = ($"Yes, {Stated}.", new JsonObject { ["reference"] = Proven });
        var id = Expect(201, await ApiAsync(HttpMethod.Post, "/api/consents", consent, WriteKey, ("Idempotency-Key", $"{Proven}-1")))
            .Json.GetProperty("id")
            .GetString();
        Expect(
            200,
            await GetAsync($"/api/checks/{Uri.EscapeDataString(person)}?brand=acme&campaign=reminders&sender={Uri.EscapeDataString(Acme)}")
        );
        Expect(200, await GetAsync($"/api/checks/{person}?brand=acme&campaign=reminders"));
        await CheckBatchAsync(
            new JsonObject
            {
                ["recipient"] = person,
                ["brand"] = "acme",
                ["campaign"] = "reminders",
                ["body"] = $"Acme Clinics: {Asked}. Text ST0P to quit.",
                ["reserve"] = true,
            }
        );
        await CheckBatchAsync(
            new JsonObject
            {
                ["recipient"] = "415 555",
                ["brand"] = "acme",
                ["body"] = Asked,
            }
        );
        await TextAsync(person, $"Good morning, {Texted}");
        await TextAsync("whatsapp:" + person, $"please stop texting me. {Texted}", AcmeWhatsApp);
        await TextAsync(person, "START");
        await TextAsync(other, "STOP", Shop);
        Expect(204, await ReportAsync(person, "delivered"));
        Expect(204, await ReportAsync(person, "failed", new KeyValuePair<string, string>("ErrorCode", "21610")));
        await ConverseAsync(person);
        Expect(204, await PostSendAsync(Send(person)));
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/recipients/{person}/preferences",
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["frequency"] = new JsonObject { ["max"] = 9, ["per"] = "P1D" },
                }
            )
        );
        await HistoryAsync(person);
        Expect(200, await GetAsync($"/api/consents/{Uri.EscapeDataString(person)}?brand=acme"));
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Delete,
                $"/api/consents/{person}/{id}?brand=acme",
                new JsonObject { ["reason"] = Why, ["actor"] = Who }
            )
        );
        Expect(
            200,
            await ApiAsync(
                HttpMethod.Put,
                $"/api/suppressions/{other}",
                new JsonObject
                {
                    ["brand"] = "acme",
                    ["reason"] = Why,
                    ["source"] = "phone",
                }
            )
        );
        Expect(200, await GetAsync("/api/suppressions?brand=acme"));
        Expect(200, await RawAsync(HttpMethod.Get, "/api/suppressions?brand=acme", null, ReadKey, ("Accept", "text/csv")));
        Expect(
            200,
            await ApiAsync(HttpMethod.Delete, $"/api/suppressions/{other}?brand=acme", new JsonObject { ["reason"] = Why, ["actor"] = Who })
        );
        Expect(
            200,
            await RawAsync(
                HttpMethod.Post,
                "/api/suppressions/import?brand=acme",
                new StringContent($"recipient,reason\n\"'{Person()}\",{Why}\n", Encoding.UTF8, "text/csv")
            )
        );
        Expect(200, await GetAsync("/api/audit?from=2020-01-01T00:00:00Z", AdminKey));
        Expect(200, await ApiAsync(HttpMethod.Delete, $"/api/recipients/{person}", new JsonObject { ["reason"] = Why, ["actor"] = Who }));
    }

    /// <summary>What is refused, and what nobody understands.</summary>
    public async Task MisuseAsync()
    {
        var person = Person();
        var form = new KeyValuePair<string, string>[]
        {
            new("MessageSid", NewSid()),
            new("AccountSid", Account),
            new("From", person),
            new("To", Acme),
            new("Body", Texted),
        };
        Expect(403, await FormAsync(form, signature: WrongSignature));
        Expect(403, await FormAsync(form, signature: ""));
        Expect(403, await FormAsync(form, path: $"/api/twilio/messages?To={person}", token: OtherToken));
        Expect(
            403,
            await PostSignedAsync(
                MessagesPath,
                new StringContent(
                    $$"""{"AccountSid":"{{Account}}","From":"{{person}}","Body":"{{Texted}}"}""",
                    Encoding.UTF8,
                    "application/json"
                ),
                TwilioSigner.Sign(Base + MessagesPath, [], Token)
            )
        );
        Expect(400, await FormAsync([.. form, new("From", person)]));
        Expect(413, await FormAsync([.. form, new("More", new string('x', 70_000))]));
        Expect(401, await GetAsync($"/api/checks/{person}?brand=acme", WrongKey));
        Expect(401, await GetAsync($"/api/checks/{Uri.EscapeDataString(person)}?x-api-key={ReadKey}", key: null));
        Expect(403, await GetAsync($"/api/audit?brand={person}", ReadKey));
        Expect(400, await GetAsync($"/api/checks/{person[1..]}?brand=acme&campaign=reminders"));
        Expect(400, await GetAsync($"/api/recipients/{person}/history?brand=acme&cursor={Uri.EscapeDataString(person)}"));
        Expect(404, await GetAsync($"/api/{Garbled}/{person}?to={Uri.EscapeDataString(person)}"));
        Expect(405, await RawAsync(HttpMethod.Delete, $"/api/checks/{person}?brand=acme", null));
        Expect(
            400,
            await RawAsync(
                HttpMethod.Post,
                "/api/consents",
                new StringContent($$"""{"recipient":"{{person}}","statement":"{{Garbled}}",""", Encoding.UTF8, "application/json")
            )
        );
        Expect(
            415,
            await RawAsync(HttpMethod.Post, "/api/consents", new StringContent($"{person} {Garbled}", Encoding.UTF8, "text/plain"))
        );
        await BabbleAsync($"GET /api/checks/{person}?q={Garbled} HTTP/9.9\r\nx-api-key: {ReadKey}\r\n\r\n");
    }

    /// <summary>Through the simulated Twilio, whose answer is lost and which then refuses: the follow-up's work, and its warning.</summary>
    public async Task FailAsync()
    {
        var person = Person();
        await TextByPhoneAsync(person, $"Hello {Texted}");
        Expect(
            200,
            await LocalAsync(
                HttpMethod.Put,
                $"/local/faults/{person}",
                """{"faults":[{"fault":"answer-lost"},{"fault":"rest-refused","code":21610}]}"""
            )
        );
        await TextByPhoneAsync(person, "STOP");
    }

    /// <summary>While storage answers with errors.</summary>
    public async Task StarveAsync()
    {
        var person = Person();
        Expect(503, await GetAsync($"/api/checks/{person}?brand=acme&campaign=reminders"));
        Assert.Equal(
            "unavailable",
            (
                await CheckBatchAsync(
                    new JsonObject
                    {
                        ["recipient"] = person,
                        ["brand"] = "acme",
                        ["campaign"] = "reminders",
                        ["body"] = Asked,
                    }
                )
            ).Reason
        );
        Expect(503, await TextAsync(person, $"STOP {Texted}"));
        Expect(503, await GetAsync($"/api/recipients/{person}/history?brand=acme"));
        Expect(503, await GetAsync("/api/suppressions?brand=acme"));
        Expect(503, await GetAsync("/api/health", key: null));
    }

    private string Person()
    {
        Numbers.Add(Number());
        return Numbers[^1];
    }

    private Task<Answer> ReportAsync(string person, string status, params KeyValuePair<string, string>[] more) =>
        FormAsync(
            [
                new("MessageSid", NewSid()),
                new("MessageStatus", status),
                new("AccountSid", Account),
                new("To", person),
                new("From", Acme),
                .. more,
            ],
            StatusPath
        );

    private async Task ConverseAsync(string person)
    {
        const string Path = "/api/twilio/conversations";
        KeyValuePair<string, string>[] conversation =
        [
            new("AccountSid", Account),
            new("ConversationSid", NewSid("CH")),
            new("ParticipantSid", NewSid("MB")),
        ];
        Expect(
            200,
            await FormAsync(
                [
                    new("EventType", "onParticipantAdded"),
                    .. conversation,
                    new("MessagingBinding.Address", person),
                    new("MessagingBinding.ProxyAddress", Acme),
                ],
                Path
            )
        );
        Expect(
            200,
            await FormAsync(
                [
                    new("EventType", "onMessageAdded"),
                    .. conversation,
                    new("MessageSid", NewSid("IM")),
                    new("Author", person),
                    new("Source", "SMS"),
                    new("Body", $"Hello {Texted}"),
                ],
                Path
            )
        );
    }

    private async Task TextByPhoneAsync(string person, string body) =>
        Expect(
            200,
            await LocalAsync(
                HttpMethod.Post,
                "/local/messages",
                new JsonObject
                {
                    ["from"] = person,
                    ["to"] = Acme,
                    ["body"] = body,
                }.ToJsonString()
            )
        );

    private Task<Answer> LocalAsync(HttpMethod method, string path, string json) =>
        RawAsync(method, path, new StringContent(json, Encoding.UTF8, "application/json"), key: null);

    /// <summary>What is not even HTTP.</summary>
    private async Task BabbleAsync(string text)
    {
        var address = (await Head.ClientAsync()).BaseAddress!;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
        await client.GetStream().CopyToAsync(Stream.Null);
    }
}

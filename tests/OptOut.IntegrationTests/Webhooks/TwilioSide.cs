using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OptOut.Twilio;

namespace OptOut.IntegrationTests;

/// <summary>A local host of the demo account, and Twilio's side of it: signed webhooks, the phone, the simulated Twilio.</summary>
public sealed class TwilioSide : IAsyncLifetime
{
    public const string AccountSid = "AC00000000000000000000000000000d06",
        Number = "+14155550100",
        WhatsApp = "whatsapp:+14155550100",
        WineNumber = "+14155550101";
    private const string Token = "demo-auth-token",
        PublicBaseUrl = "http://localhost:7071";
    private static readonly Stopwatch Clock = Stopwatch.StartNew();
    private static int people;
    private readonly TemporaryDirectory data = new();
    private HostProcess? host;
    private Task? warm;

    public HttpClient Http { get; } = new();

    internal HostProcess Host => host!;

    public async ValueTask InitializeAsync()
    {
        host = await HostProcess.StartAsync(
            data.Path,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LocalHost__FollowUps__Due"] = "00:00:00.5",
                ["LocalHost__FollowUps__SearchGap"] = "00:00:00.5",
                ["LocalHost__Reconcile__Grace"] = "00:00:00",
            }
        );
        Http.BaseAddress = await host.ListeningAsync();
        Http.DefaultRequestHeaders.Add("x-api-key", "demo-key");
    }

    /// <summary>
    /// Has the host take a Conversation's webhooks once. The first of its kind compiles all that it runs, which on a busy machine takes
    /// longer than the two seconds that there are for one.
    /// </summary>
    public Task WarmAsync() => warm ??= TakeConversationAsync(NewSid("CH"), NewSid("MB"), Person());

    private async Task TakeConversationAsync(string conversation, string participant, string person)
    {
        const string path = "/api/twilio/conversations";
        await PostAsync(
            path,
            ("EventType", "onParticipantAdded"),
            ("ConversationSid", conversation),
            ("ParticipantSid", participant),
            ("MessagingBinding.Type", "sms"),
            ("MessagingBinding.Address", person),
            ("MessagingBinding.ProxyAddress", Number)
        );
        await PostAsync(
            path,
            ("EventType", "onMessageAdded"),
            ("ConversationSid", conversation),
            ("MessageSid", NewSid("IM")),
            ("ParticipantSid", participant),
            ("Author", person),
            ("Source", "SMS"),
            ("Body", "hello")
        );
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host!.DisposeAsync();
        data.Dispose();
    }

    /// <summary>Somebody whom no other test meets.</summary>
    public static string Person() => string.Create(CultureInfo.InvariantCulture, $"+1415556{Interlocked.Increment(ref people):D4}");

    public static string NewSid(string kind) => $"{kind}{Guid.NewGuid():N}";

    /// <summary>Posts a signed form to <c>/api/twilio/…</c>.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string? Value)[] fields) =>
        PostAsync(Http, Http.BaseAddress!, path, fields);

    /// <summary>The same to any host of the demo account.</summary>
    public static async Task<HttpResponseMessage> PostAsync(
        HttpClient http,
        Uri host,
        string path,
        params (string Name, string? Value)[] fields
    )
    {
        KeyValuePair<string, string>[] form =
        [
            new("AccountSid", AccountSid),
            .. fields.Where(f => f.Value is not null).Select(f => new KeyValuePair<string, string>(f.Name, f.Value!)),
        ];
        using var content = new FormUrlEncodedContent(form);
        content.Headers.Add(TwilioSignature.HeaderName, TwilioSigner.Sign(PublicBaseUrl + path, form, Token));
        return await http.PostAsync(new Uri(host, path), content);
    }

    /// <summary>The same in JSON.</summary>
    public async Task<HttpResponseMessage> PostJsonAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        var (url, signature) = TwilioSigner.SignJson(PublicBaseUrl + path, Encoding.UTF8.GetBytes(json), Token);
        content.Headers.Add(TwilioSignature.HeaderName, signature);
        return await Http.PostAsync(url[PublicBaseUrl.Length..], content);
    }

    /// <summary>The ledger, as <c>type</c> and <c>source</c>.</summary>
    public async Task<JsonElement[]> HistoryAsync(string recipient, string brand = "acme") =>
        [
            .. (await Http.GetFromJsonAsync<JsonElement>($"/api/recipients/{Uri.EscapeDataString(recipient)}/history?brand={brand}"))
                .GetProperty("events")
                .EnumerateArray(),
        ];

    public async Task<string[]> TypesAsync(string recipient, string brand = "acme") =>
        [.. (await HistoryAsync(recipient, brand)).Select(e => e.GetProperty("type").GetString()!)];

    /// <summary>The reason of a check.</summary>
    public async Task<string> CheckAsync(string recipient, string query)
    {
        var answer = await Http.GetFromJsonAsync<JsonElement>($"/api/checks/{Uri.EscapeDataString(recipient)}?{query}");
        return answer.GetProperty("reason").GetString()!;
    }

    public Task<string> CheckReplyAsync(string recipient, string sender = Number) =>
        CheckAsync(recipient, $"brand=acme&kind=reply&sender={Uri.EscapeDataString(sender)}");

    /// <summary>What reached the phone, as <c>via body</c>.</summary>
    public async Task<string[]> PhoneAsync(string recipient) =>
        [
            .. (await Http.GetFromJsonAsync<JsonElement>($"/local/phone/{Uri.EscapeDataString(recipient)}"))
                .GetProperty("messages")
                .EnumerateArray()
                .Select(m => $"{m.GetProperty("via").GetString()} {m.GetProperty("body").GetString()}"),
        ];

    /// <summary>Looks again until it is so, for a while.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> isSo)
    {
        var began = Clock.Elapsed;
        while (true)
        {
            var seen = await look();
            if (isSo(seen) || Clock.Elapsed - began > TimeSpan.FromSeconds(60))
            {
                Assert.True(isSo(seen), $"It is still {JsonSerializer.Serialize(seen)}");
                return seen;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Something goes wrong at the simulated Twilio, for one phone.</summary>
    public async Task FaultAsync(string phone, string faults)
    {
        using var content = new StringContent($"{{\"faults\":[{faults}]}}", Encoding.UTF8, "application/json");
        var answer = await Http.PutAsync($"/local/faults/{Uri.EscapeDataString(phone)}", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptOut.Azure;
using OptOut.LocalHost;
using OptOut.Testing;
using OptOut.Twilio;

namespace OptOutFunctions.Tests;

/// <summary>
/// The head's own services and pipeline over real storage and real HTTP, in a Kestrel of the test's, whatever the broker of consent events
/// does.
/// </summary>
public sealed class HeadWithoutBrokerTests : IAsyncLifetime
{
    private const string BaseUrl = "https://optout.example.org";
    private const string ApiKey = "a-key-of-this-test";

    /// <summary>Far below what the SDK waits for a broker, on a machine that is busy.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2.5);

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("optout-head-");
    private AzuriteServer? azurite;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        azurite = await AzuriteServer.StartAsync(data.FullName, TextWriter.Null, TimeProvider.System, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await azurite!.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_broker_that_refuses_connections_costs_no_opt_out_and_no_deadline()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        await OptsOutAndSaysSoAsync(ConnectionTo(port));
    }

    [Fact]
    public async Task A_broker_that_takes_connections_and_says_nothing_costs_no_opt_out_and_no_deadline()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await OptsOutAndSaysSoAsync(ConnectionTo(((IPEndPoint)silent.LocalEndpoint).Port));
    }

    [Theory]
    [InlineData(TopicMood.Takes)]
    [InlineData(TopicMood.Refuses)]
    [InlineData(TopicMood.IsSilent)]
    public async Task Whatever_a_topic_does_with_an_event_the_opt_out_does_not_wait_for_it(TopicMood mood)
    {
        using var topic = TopicListener.Start();
        topic.Mood = mood;

        await OptsOutAndSaysSoAsync(
            topic.ConnectionString,
            mood == TopicMood.Refuses ? "failing" : null,
            () => mood != TopicMood.Takes || topic.Taken.Any(e => e.Subject == "optout.opted-out.v1")
        );
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); )
        {
            Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
            await Task.Delay(50, Cancellation);
        }
    }

    private static string ConnectionTo(int port) =>
        $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==;UseDevelopmentEmulator=true";

    /// <param name="broker">Its connection string.</param>
    /// <param name="events">What health is to say of published events.</param>
    /// <param name="isPublished">Whether the broker has what it is to get, while the head still runs.</param>
    private async Task OptsOutAndSaysSoAsync(string broker, string? events = null, Func<bool>? isPublished = null)
    {
        await using var app = await StartAsync(broker);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        // The first call of a process is slow, on a busy machine very slow.
        await TextAsync(http, "SM00000000000000000000000000000000", "hello");
        var taken = Stopwatch.StartNew();
        var first = await TextAsync(http, "SM00000000000000000000000000000001");
        taken.Stop();
        TestContext.Current.TestOutputHelper!.WriteLine($"STOP answered after {taken.Elapsed.TotalSeconds:F1} s");
        var again = await TextAsync(http, "SM00000000000000000000000000000001");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Single(System.Xml.Linq.XDocument.Parse(first.Body).Root!.Elements("Message"));
        Assert.Equal(first, again);
        // Whoever waited for the broker would do so each time; a busy machine holds up one STOP or another.
        for (var more = 2; taken.Elapsed > Soon && more < 10; more++)
        {
            taken.Restart();
            Assert.Equal(HttpStatusCode.OK, (await TextAsync(http, $"SM{more:D32}")).Status);
            taken.Stop();
        }

        Assert.InRange(taken.Elapsed, TimeSpan.Zero, Soon);

        // With this request alone: whatever bears the key counts against its limit, which is three at once.
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/checks/+14155550123?brand=acme")
        {
            Headers = { { "x-api-key", ApiKey } },
        };
        using var answer = await http.SendAsync(ask, Cancellation);
        var check = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Equal((false, "opted-out"), (check.GetProperty("allowed").GetBoolean(), check.GetProperty("reason").GetString()));

        await UntilAsync(async () =>
        {
            using var health = await http.GetAsync("/api/health", Cancellation);
            var checks = JsonDocument.Parse(await health.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("checks");
            string? Of(string check) => checks.GetProperty(check).GetString();
            return health.StatusCode == HttpStatusCode.OK
                && (Of("storage"), Of("followUps"), Of("events")) == ("ok", "ok", events ?? Of("events"));
        });
        await UntilAsync(() => Task.FromResult(isPublished?.Invoke() ?? true));
    }

    private async Task<WebApplication> StartAsync(string broker)
    {
        var settings = TestServices.Settings;
        settings["OptOut:Storage"] = azurite!.ConnectionString;
        settings["FollowUps"] = azurite.ConnectionString;
        settings["ServiceBus"] = broker;
        settings["OptOut:Accounts:0:ApiKeys:0:Hash"] = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(ApiKey))
        );
        settings["OptOut:Accounts:0:ApiKeys:0:Permission"] = "read";

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHead(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<OptOutPipeline>().HandleAsync);
        await app.Services.CreateStorageAsync(Cancellation);
        await app.StartAsync(Cancellation);
        return app;
    }

    private static async Task<(HttpStatusCode Status, string Body)> TextAsync(HttpClient http, string sid, string body = "STOP")
    {
        KeyValuePair<string, string>[] form =
        [
            new("MessageSid", sid),
            new("AccountSid", LoopbackTwilio.Account),
            new("From", "+14155550123"),
            new("To", "+14155550100"),
            new("Body", body),
        ];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/twilio/messages") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add(
            "X-Twilio-Signature",
            TwilioSigner.Sign(BaseUrl + "/api/twilio/messages", form, "0123456789abcdef0123456789abcdef")
        );
        using var answer = await http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}

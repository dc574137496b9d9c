using System.Diagnostics;
using System.Net;
using Azure.Storage.Queues;
using OptOut.Azure;
using OptOut.LocalHost;
using OptOut.Testing;
using OptOut.Twilio;

namespace OptOutFunctions.Tests;

/// <summary>
/// The head as a process with its surroundings: a host, storage behind proxies that can refuse, and a collector of its telemetry.
/// </summary>
public sealed class WorkerSite : IAsyncLifetime
{
    private const string BaseUrl = "https://optout.example.org",
        Token = "0123456789abcdef0123456789abcdef";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("optout-site-");
    private AzuriteServer azurite = null!;
    private FunctionsHost host = null!;
    private int people = 1000;

    internal FunctionsHost Host => host;

    internal Collector Collector { get; private set; } = null!;

    /// <summary>Before the table.</summary>
    internal StorageDoor Tables { get; private set; } = null!;

    /// <summary>Before the queue, as the worker reaches it; the host takes what is due all the same.</summary>
    internal StorageDoor Queues { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Somebody whom nobody else here is: a STOP is confirmed once a person, so that two tests must not meet in one.</summary>
    /// <param name="area">The area code, and the three digits behind it.</param>
    internal string Person(string area) => $"+1{area}{Interlocked.Increment(ref people):D4}";

    public QueueClient Queue => new(azurite.ConnectionString, StorageFollowUpQueue.QueueName);

    public QueueClient Poison => new(azurite.ConnectionString, StorageFollowUpQueue.DeadLetterName);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        azurite = await AzuriteServer.StartAsync(data.FullName, TextWriter.Null, TimeProvider.System, Cancellation);
        Collector = await Collector.StartAsync();
        var ports = HostPorts();
        (Tables, Queues) = (new StorageDoor(ports.Table), new StorageDoor(ports.Queue));
        var settings = TestServices.Settings;
        settings["OptOut:RateLimit:Burst"] = settings["OptOut:RateLimit:PermitsPerSecond"] = "1000";
        settings["OptOut:Storage"] = settings["FollowUps"] = azurite
            .ConnectionString.Replace($":{ports.Table}/", $":{Tables.Port}/", StringComparison.Ordinal)
            .Replace($":{ports.Queue}/", $":{Queues.Port}/", StringComparison.Ordinal);
        // Nothing of this leaves the machine: Twilio is out of reach.
        settings["HTTPS_PROXY"] = "http://127.0.0.1:9";
        foreach (var (name, value) in Collector.Settings)
        {
            settings[name] = value;
        }

        host = await FunctionsHost.StartAsync(settings, azurite.ConnectionString);
        Http = new HttpClient { BaseAddress = host.Address };
        Http.DefaultRequestHeaders.Add("x-api-key", TestServices.ApiKey);
        await UntilAsync(async () => await StatusAsync("/api/health") == HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.DisposeAsync();
        await Tables.DisposeAsync();
        await Queues.DisposeAsync();
        await Collector.DisposeAsync();
        await azurite.DisposeAsync();
        data.Delete(recursive: true);
    }

    internal static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var waited = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(waited.Elapsed < Timeout, "It did not come to be in time.");
            await Task.Delay(100, Cancellation);
        }
    }

    internal async Task<HttpStatusCode> StatusAsync(string path)
    {
        try
        {
            using var answer = await Http.GetAsync(
                new Uri(
                    Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path,
                    new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
                ),
                Cancellation
            );
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return default;
        }
    }

    /// <summary>A signed form as Twilio posts it, and how long its answer took.</summary>
    internal async Task<(HttpStatusCode Status, string Body, TimeSpan Took)> PostAsync(
        string path,
        params (string Name, string Value)[] fields
    )
    {
        KeyValuePair<string, string>[] form =
        [
            new("AccountSid", LoopbackTwilio.Account),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ];
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("X-Twilio-Signature", TwilioSigner.Sign(BaseUrl + path, form, Token));
        var watch = Stopwatch.StartNew();
        using var answer = await Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation), watch.Elapsed);
    }

    internal Task<(HttpStatusCode Status, string Body, TimeSpan Took)> TextAsync(string from, string body) =>
        PostAsync("/api/twilio/messages", ("MessageSid", $"SM{Guid.NewGuid():N}"), ("From", from), ("To", "+14155550100"), ("Body", body));

    private (int Table, int Queue) HostPorts()
    {
        var parts = azurite
            .ConnectionString.Split(';')
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        return (new Uri(parts["TableEndpoint"]).Port, new Uri(parts["QueueEndpoint"]).Port);
    }
}

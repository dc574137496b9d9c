using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using OptOut.Azure;
using OptOut.LocalHost;
using OptOut.Testing;
using OptOut.Twilio;
using OptOutFunctions.Tests.Protocol;

namespace OptOutFunctions.Tests;

/// <summary>The head as a process of its own, run by a host that speaks the Functions protocol, on real storage.</summary>
public sealed class WorkerTests : IAsyncLifetime
{
    private const string BaseUrl = "https://optout.example.org";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("optout-worker-");
    private AzuriteServer azurite = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Dictionary<string, string?> Settings
    {
        get
        {
            var settings = TestServices.Settings;
            (settings["OptOut:Storage"], settings["FollowUps"]) = (azurite.ConnectionString, azurite.ConnectionString);
            return settings;
        }
    }

    private QueueClient Poison => new(azurite.ConnectionString, StorageFollowUpQueue.DeadLetterName);

    private QueueClient Queue => new(azurite.ConnectionString, StorageFollowUpQueue.QueueName);

    public async ValueTask InitializeAsync() =>
        azurite = await AzuriteServer.StartAsync(data.FullName, TextWriter.Null, TimeProvider.System, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task The_worker_tells_its_functions_loads_them_answers_and_runs_its_timers()
    {
        await using var host = await FunctionsHost.StartAsync(Settings);
        var worker = await host.SessionAsync();

        Assert.Equal(
            [
                "AuditFiles timerTrigger",
                "ConversationEvents httpTrigger",
                "Deactivations timerTrigger",
                "FollowUp queueTrigger",
                "Health httpTrigger",
                "InboundMessage httpTrigger",
                "MessageStatus httpTrigger",
                "Purge timerTrigger",
                "RecipientPage httpTrigger",
                "Reconcile timerTrigger",
                "SenderApi httpTrigger",
                "TwilioEvents httpTrigger",
            ],
            worker.Functions.Select(f => $"{f.Name} {f.Binding.GetProperty("type").GetString()}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        using var http = new HttpClient { BaseAddress = host.Address };
        await UntilHealthyAsync(http);
        Assert.Equal(Result.Types.Status.Success, (await host.FireAsync("Purge")).Status);
        Assert.Equal(Result.Types.Status.Success, (await host.FireAsync("Reconcile")).Status);
        await UntilAsync(() => Task.FromResult(host.Output.Contains("consent events are not published", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rule34_the_timer_adds_each_nights_audit_file_to_the_container_and_never_a_second_one()
    {
        var settings = Settings;
        settings["OptOut:AuditFiles:Container"] = "audit";
        await using var host = await FunctionsHost.StartAsync(settings);
        using var http = new HttpClient { BaseAddress = host.Address };
        await UntilHealthyAsync(http);
        // Yesterday's is added half a minute after midnight, whenever that is here; the night before has its file at any time.
        var night = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-2);
        Assert.Equal(Result.Types.Status.Success, (await host.FireAsync("AuditFiles")).Status);
        var blob = new BlobClient(azurite.ConnectionString, "audit", BlobAuditFiles.NameOf(LoopbackTwilio.Account, night));
        var first = (await blob.DownloadContentAsync(Cancellation)).Value;
        Assert.Contains("{\"seal\":{\"count\":0,", first.Content.ToString(), StringComparison.Ordinal);
        Assert.Equal(Result.Types.Status.Success, (await host.FireAsync("AuditFiles")).Status);
        Assert.Equal(first.Details.ETag, (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value.ETag);
    }

    [Fact]
    public async Task A_due_follow_up_is_taken_and_what_is_none_is_one_dead_letter_that_disturbs_nothing()
    {
        await using var host = await FunctionsHost.StartAsync(Settings);
        using var http = new HttpClient { BaseAddress = host.Address };
        await UntilHealthyAsync(http);
        await Queue.SendMessageAsync("no follow-up \u00e9 <&>", Cancellation);
        var followUp = new MessageFollowUp(
            LoopbackTwilio.Account,
            "+14155550123",
            "SM00000000000000000000000000000009",
            "+14155550123",
            "+14155550100",
            null,
            "hello",
            null,
            null,
            TimeProvider.System.GetUtcNow(),
            "message",
            null
        );
        await Queue.SendMessageAsync(new BinaryData(FollowUpBody.Of(followUp)), cancellationToken: Cancellation);
        await Queue.SendMessageAsync(
            new BinaryData(FollowUpBody.Of(followUp with { AccountSid = "ACgone" })),
            cancellationToken: Cancellation
        );

        await UntilAsync(async () => (await Queue.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount == 0);

        var letters = (await Poison.ReceiveMessagesAsync(32, cancellationToken: Cancellation))
            .Value.Select(letter => letter.Body.ToString())
            .ToArray();
        Assert.Equal(2, letters.Length);
        Assert.Contains("no follow-up \u00e9 <&>", letters, StringComparer.Ordinal);
        Assert.Contains(letters, letter => letter.Contains("no longer configured", StringComparison.Ordinal));
        http.DefaultRequestHeaders.Add("x-api-key", TestServices.ApiKey);
        var history = await http.GetStringAsync("/api/recipients/+14155550123/history?brand=acme", Cancellation);
        Assert.Contains("conversation-opened", history, StringComparison.Ordinal);
        Assert.DoesNotContain("4155550123", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_worker_comes_back_and_what_it_acknowledged_is_there_and_published()
    {
        using var topic = TopicListener.Start();
        var settings = Settings;
        settings["ServiceBus"] = topic.ConnectionString;
        await using var host = await FunctionsHost.StartAsync(settings);
        using var http = new HttpClient { BaseAddress = host.Address };
        await UntilHealthyAsync(http);
        Assert.Contains("<Message", await TextAsync(http, "SM00000000000000000000000000000001"), StringComparison.Ordinal);

        await host.Worker.KillAsync();

        await UntilAsync(() => Task.FromResult(host.Starts == 2));
        await UntilHealthyAsync(http);
        Assert.Contains("<Message", await TextAsync(http, "SM00000000000000000000000000000001"), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Add("x-api-key", TestServices.ApiKey);
        var check = JsonDocument.Parse(await http.GetStringAsync("/api/checks/+14155550123?brand=acme", Cancellation)).RootElement;
        Assert.Equal("opted-out", check.GetProperty("reason").GetString());
        // Before the kill, or by the follow-up a minute later, which this does not wait for: a second opt-out is published by the worker
        // that came back.
        await TextAsync(http, "SM00000000000000000000000000000002");
        await UntilAsync(() => Task.FromResult(topic.Taken.Any(e => e.Subject == "optout.opted-out.v1")));
    }

    [Theory]
    [InlineData("FollowUps", "")]
    [InlineData("FollowUps", "DefaultEndpoint=nonsense")]
    [InlineData("OptOut:PublicBaseUrl", "http://optout.example.org")]
    [InlineData("ServiceBus", "nonsense=1")]
    [InlineData("OptOut:AuditFiles:Container", "nonsense--")]
    public async Task A_wrong_setting_ends_the_worker_and_names_its_key(string key, string value)
    {
        var settings = Settings;
        settings[key] = value;
        await using var worker = WorkerProcess.Start(new Uri("http://127.0.0.1:9"), settings);

        await worker.Ended.WaitAsync(Timeout, Cancellation);

        Assert.Equal(1, worker.ExitCode);
        Assert.Contains(key, worker.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", worker.Output, StringComparison.Ordinal);
    }

    private static async Task UntilHealthyAsync(HttpClient http) =>
        await UntilAsync(async () =>
        {
            try
            {
                using var health = await http.GetAsync("/api/health", Cancellation);
                return health.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var waited = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(waited.Elapsed < Timeout, "It did not come to be in time.");
            await Task.Delay(50, Cancellation);
        }
    }

    private static async Task<string> TextAsync(HttpClient http, string sid)
    {
        KeyValuePair<string, string>[] form =
        [
            new("MessageSid", sid),
            new("AccountSid", LoopbackTwilio.Account),
            new("From", "+14155550123"),
            new("To", "+14155550100"),
            new("Body", "STOP"),
        ];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/twilio/messages") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add(
            "X-Twilio-Signature",
            TwilioSigner.Sign(BaseUrl + "/api/twilio/messages", form, "0123456789abcdef0123456789abcdef")
        );
        using var answer = await http.SendAsync(request, Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}

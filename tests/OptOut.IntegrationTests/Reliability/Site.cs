using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using OptOut.Azure;
using OptOut.LocalHost;
using OptOut.Testing;

namespace OptOut.IntegrationTests;

/// <summary>A host of a site, and where it listens.</summary>
internal sealed record RunningHost(HostProcess Process, Uri Address)
{
    public Task KillAsync() => Process.KillAsync();
}

/// <summary>One store and one simulated Twilio; hosts on both come and go, and are killed.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly TemporaryDirectory _data = new(),
        _storage = new();
    private readonly List<HostProcess> _hosts = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly double _gap,
        _handlingTimeout;
    private readonly IReadOnlyDictionary<string, string> _more;
    private AzuriteServer _azurite;
    private readonly QueueServiceClient _queues;
    private readonly TopicListener _topic = TopicListener.Start();

    private Site(
        AzuriteServer azurite,
        TemporaryDirectory storage,
        double gap,
        double handlingTimeout,
        IReadOnlyDictionary<string, string>? more
    )
    {
        (_azurite, _storage, _gap, _handlingTimeout) = (azurite, storage, gap, handlingTimeout);
        _more = more ?? new Dictionary<string, string>(StringComparer.Ordinal);
        _queues = new QueueServiceClient(azurite.ConnectionString);
        Store = new TableRecipientStore(new(AzureStorage.Table(azurite.ConnectionString)));
    }

    /// <summary>The way to the hosts.</summary>
    public HttpClient Http => _http;

    /// <summary>All that the simulated Twilio ever took, a line each, whichever host it took it from.</summary>
    public string TwilioLog => Path.Combine(_data.Path, "phone.ndjson");

    /// <summary>The store as it is kept, past every proxy.</summary>
    public IRecipientStore Store { get; }

    public AzuriteRecord Azurite => HostProcess.AzuriteOf(_storage.Path)!;

    /// <param name="gap">When follow-ups come due, and the gap between two searches, in seconds.</param>
    /// <param name="handlingTimeout">How long handling one may take: what a dead host held comes back a little later.</param>
    /// <param name="more">Settings of the hosts beside those of every site.</param>
    public static async Task<Site> OpenAsync(double gap = 0.5, double handlingTimeout = 3, IReadOnlyDictionary<string, string>? more = null)
    {
        var storage = new TemporaryDirectory();
        return new(
            await AzuriteServer.StartAsync(storage.Path, TextWriter.Null, TimeProvider.System, CancellationToken.None),
            storage,
            gap,
            handlingTimeout,
            more
        );
    }

    /// <summary>Another way to the same storage.</summary>
    public Task<StorageProxy> ProxyAsync() => StorageProxy.StartAsync(Azurite, _azurite.ConnectionString);

    /// <summary>One more host.</summary>
    public async Task<RunningHost> StartHostAsync(StorageProxy? proxy = null)
    {
        var host = HostProcess.Launch(
            _data.Path,
            new Dictionary<string, string>(_more, StringComparer.Ordinal)
            {
                ["OptOut__Storage"] = proxy?.ConnectionString ?? _azurite.ConnectionString,
                ["ServiceBus"] = _topic.ConnectionString,
                ["LocalHost__FollowUps__Due"] = Seconds(_gap),
                ["LocalHost__FollowUps__SearchGap"] = Seconds(_gap),
                ["LocalHost__FollowUps__HandlingTimeout"] = Seconds(_handlingTimeout),
                ["LocalHost__FollowUps__MaxBackoff"] = _more.GetValueOrDefault("LocalHost__FollowUps__MaxBackoff") ?? Seconds(_gap * 2),
                ["LocalHost__Reconcile__Grace"] = "00:00:00",
                ["Logging__LogLevel__Default"] = "Warning",
                ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            }
        );
        lock (_hosts)
        {
            _hosts.Add(host);
        }

        return new(host, await host.ListeningAsync());
    }

    /// <summary>
    /// Starts a stopped Azurite again, on its ports and data. A port that somebody else took meanwhile, as a connection of his own does for a
    /// while, is waited for.
    /// </summary>
    public async Task RestartAzuriteAsync()
    {
        var ports = new AzuritePorts(Azurite.BlobPort, Azurite.QueuePort, Azurite.TablePort);
        await _azurite.DisposeAsync();
        for (var tries = 1; ; tries++)
        {
            try
            {
                _azurite = await AzuriteServer.StartAsync(
                    _storage.Path,
                    TextWriter.Null,
                    TimeProvider.System,
                    ports,
                    CancellationToken.None
                );
                return;
            }
            catch (LocalHostException) when (tries < 30)
            {
                await Task.Delay(1000, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>A phone texts. The webhook's status as Twilio saw it; 0 where no answer came, as from a host that dies.</summary>
    public async Task<int> TextAsync(RunningHost host, string person, string body, string messageSid)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync(
                new Uri(host.Address, "/local/messages"),
                new
                {
                    from = person,
                    to = TwilioSide.Number,
                    body,
                    messageSid,
                }
            );
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32()
                : 0;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return 0;
        }
    }

    /// <summary>Twilio says what became of a message that was sent to a phone: the answer's status.</summary>
    public async Task<int> CallBackAsync(RunningHost host, string person, string messageSid, string status)
    {
        using var answer = await TwilioSide.PostAsync(
            _http,
            host.Address,
            "/api/twilio/status?brand=acme&campaign=reminders",
            ("MessageSid", messageSid),
            ("MessageStatus", status),
            ("To", person),
            ("From", TwilioSide.Number)
        );
        return (int)answer.StatusCode;
    }

    /// <summary>What reached the phone.</summary>
    public async Task<string[]> PhoneAsync(RunningHost host, string person) =>
        [
            .. (await _http.GetFromJsonAsync<JsonElement>(new Uri(host.Address, $"/local/phone/{Uri.EscapeDataString(person)}")))
                .GetProperty("messages")
                .EnumerateArray()
                .Select(m => m.GetProperty("body").GetString()!),
        ];

    /// <summary>Something goes wrong at the simulated Twilio, for one phone.</summary>
    public async Task FaultAsync(RunningHost host, string person, string fault)
    {
        using var content = new StringContent($$"""{"faults":[{{fault}}]}""", Encoding.UTF8, "application/json");
        using var answer = await _http.PutAsync(new Uri(host.Address, $"/local/faults/{Uri.EscapeDataString(person)}"), content);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public async Task ReconcileAsync(RunningHost host)
    {
        using var answer = await _http.PostAsync(new Uri(host.Address, "/local/reconcile"), null);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public static RecipientKey KeyOf(string person) => new(TwilioSide.AccountSid, RecipientAddress.FromTwilio(person)!);

    /// <summary>The receipt of a message; null where nothing took it yet.</summary>
    public Task<Receipt?> ReceiptAsync(string person, string messageSid) =>
        Store.ReadReceiptAsync(KeyOf(person), messageSid, CancellationToken.None);

    /// <summary>How many follow-ups lie in the queue, due or not, and among the dead letters.</summary>
    public async Task<(int Waiting, int Dead)> FollowUpsAsync() =>
        (await CountAsync(StorageFollowUpQueue.QueueName), await CountAsync(StorageFollowUpQueue.DeadLetterName));

    /// <summary>Waits until no follow-up is left, and looks that none died.</summary>
    public async Task AtRestAsync(string after = "all that", double seconds = 120)
    {
        await Until.AsyncIs(async () => (await FollowUpsAsync()).Waiting == 0, seconds, $"follow-ups are left after {after}");
        Assert.Equal(0, (await FollowUpsAsync()).Dead);
    }

    /// <summary>The ids of the ledger events that the topic of consent events was given so far.</summary>
    public IReadOnlySet<string> Published => _topic.Taken.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));
        await _azurite.DisposeAsync();
        _topic.Dispose();
        _http.Dispose();
        _data.Dispose();
        _storage.Dispose();
    }

    private async Task<int> CountAsync(string queue) =>
        (await _queues.GetQueueClient(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private static string Seconds(double seconds) => TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture);
}

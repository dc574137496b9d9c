using Microsoft.Extensions.Configuration;

[assembly: AssemblyFixture(typeof(OptOut.IntegrationTests.Head))]

namespace OptOut.IntegrationTests;

/// <summary>
/// The running head that the contract is held against: a local host, started when the first test asks and shared by all; or, where
/// <c>OPTOUT_BASE_ADDRESS</c> names one, any other that runs with the settings of <c>contract.json</c>.
/// </summary>
public sealed class Head : IAsyncDisposable
{
    private readonly Lazy<Task<HttpClient>> client;
    private readonly TemporaryDirectory data = new();
    private readonly IReadOnlyDictionary<string, string> more;
    private HostProcess? host;

    public Head()
        : this(new Dictionary<string, string>(StringComparer.Ordinal)) { }

    /// <summary>A head of a test's own, with settings beside those of <c>contract.json</c>.</summary>
    internal Head(IReadOnlyDictionary<string, string> more)
    {
        this.more = more;
        client = new(StartAsync);
    }

    /// <summary>Where the head is, when it is not ours to start.</summary>
    public static string? Elsewhere =>
        Environment.GetEnvironmentVariable("OPTOUT_BASE_ADDRESS") is { Length: > 0 } address ? address : null;

    public Task<HttpClient> ClientAsync() => client.Value;

    /// <summary>What the host has written so far; null for a head that is not ours.</summary>
    public string? Output => host?.Output;

    /// <summary>The settings of <c>contract.json</c> as environment variables.</summary>
    internal static Dictionary<string, string> Settings() =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "Contract", "contract.json"))
            .Build()
            .AsEnumerable()
            .Where(setting => setting.Value is not null)
            .ToDictionary(
                setting => setting.Key.Replace(":", "__", StringComparison.Ordinal),
                setting => setting.Value!,
                StringComparer.Ordinal
            );

    public async ValueTask DisposeAsync()
    {
        if (client.IsValueCreated)
        {
            (await client.Value).Dispose();
        }

        if (host is not null)
        {
            await host.DisposeAsync();
        }

        data.Dispose();
    }

    private async Task<HttpClient> StartAsync()
    {
        if (Elsewhere is { } address && this.more.Count == 0)
        {
            return new HttpClient { BaseAddress = new Uri(address) };
        }

        var settings = Settings();
        foreach (var (name, value) in this.more)
        {
            settings[name] = value;
        }

        host = HostProcess.Launch(data.Path, settings);
        return new HttpClient { BaseAddress = await host.ListeningAsync() };
    }
}

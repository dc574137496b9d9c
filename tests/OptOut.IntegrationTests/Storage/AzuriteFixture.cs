using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using OptOut.Azure;
using OptOut.LocalHost;

[assembly: AssemblyFixture(typeof(OptOut.IntegrationTests.AzuriteFixture))]

namespace OptOut.IntegrationTests;

/// <summary>
/// One real Azurite for all tests of a run: take it as a constructor parameter. It starts when the first test asks for it; each caller gets
/// a table of its own.
/// </summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory data = new();
    private readonly Lazy<Task<AzuriteServer>> server;
    private int tables;

    public AzuriteFixture() =>
        server = new(() => AzuriteServer.StartAsync(data.Path, TextWriter.Null, TimeProvider.System, CancellationToken.None));

    /// <summary>For queues, or for a host under test (<c>OptOut:Storage</c>): the tables of whoever uses it are shared.</summary>
    public async Task<string> ConnectionStringAsync() => (await server.Value).ConnectionString;

    /// <summary>
    /// For clients of tables and queues: hosts give up a request after two seconds and make it again, which on a busy machine is an outage,
    /// or one request more than a test counts.
    /// </summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A new, empty table with the retries that the hosts use, and more patience.</summary>
    /// <param name="policies">Put between the client and the wire, once a try: to count, to delay, to lose answers.</param>
    public async Task<TableClient> NewTableAsync(params HttpPipelinePolicy[] policies)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Test{Interlocked.Increment(ref tables)}");
        await (await OpenAsync(name)).CreateIfNotExistsAsync();
        return await OpenAsync(name, policies);
    }

    /// <summary>A recipient store on a table of its own.</summary>
    public async Task<TableRecipientStore> NewStoreAsync(params HttpPipelinePolicy[] policies) =>
        new(new AccountTables(await NewTableAsync(policies)));

    /// <summary>The same table through another client, as another process has it.</summary>
    public async Task<TableClient> OpenAsync(string name, params HttpPipelinePolicy[] policies)
    {
        var options = AzureStorage.TableOptions();
        options.Retry.NetworkTimeout = Patience;
        foreach (var policy in policies)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        return AzureStorage.Table(await ConnectionStringAsync(), name, options);
    }

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
        {
            await (await server.Value).DisposeAsync();
        }

        data.Dispose();
    }
}

using OptOut.LocalHost;
using OptOut.Testing;

namespace OptOut.IntegrationTests;

/// <summary>All that a real host exported and wrote while it was used, misused and failed under; for all tests of one class.</summary>
public sealed class RecordedSignals : IAsyncLifetime
{
    internal Traffic Traffic { get; private set; } = null!;

    public string Traces { get; private set; } = "";

    public string Metrics { get; private set; } = "";

    public string Logs { get; private set; } = "";

    public string Output { get; private set; } = "";

    internal Leaks All { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using var data = new TemporaryDirectory();
        await using var collector = await Collector.StartAsync();
        await using var azurite = await AzuriteServer.StartAsync(data.Path, TextWriter.Null, TimeProvider.System, CancellationToken.None);
        var ports = HostProcess.AzuriteOf(data.Path)!;
        await using var tables = new StorageDoor(ports.TablePort);
        await using var queues = new StorageDoor(ports.QueuePort);
        var head = new Head(
            new Dictionary<string, string>(collector.Settings, StringComparer.Ordinal)
            {
                ["OptOut__Storage"] = ports.Through(azurite.ConnectionString, tables.Port, queues.Port),
                ["LocalHost__FollowUps__Due"] = "00:00:01",
                ["LocalHost__FollowUps__SearchGap"] = "00:00:01",
            }
        );
        await using (head)
        {
            Traffic = new Traffic(head);
            try
            {
                await UseAsync(collector, tables, queues);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{e.Message}\n{head.Output}", e);
            }
        }

        // Its end has exported what was left.
        (Traces, Metrics, Logs, Output) = (collector.Traces, collector.Metrics, collector.Logs, head.Output!);
        All = new Leaks(string.Join('\n', Traces, Metrics, Logs, Output));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task UseAsync(Collector collector, StorageDoor tables, StorageDoor queues)
    {
        await Traffic.UseAsync();
        await Traffic.MisuseAsync();
        await Traffic.FailAsync();
        await Until.Is(() => collector.Logs.Contains("21610", StringComparison.Ordinal), 60, "the refused confirmation is not logged");
        (tables.IsShut, queues.IsShut) = (true, true);
        await Traffic.StarveAsync();
        (tables.IsShut, queues.IsShut) = (false, false);
    }
}

using Azure.Data.Tables;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>Azurite under the local host, on real processes.</summary>
public sealed class AzuriteTests
{
    private static TableClient Table(AzuriteRecord azurite) =>
        new(
            "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
                + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
                + $"TableEndpoint=http://127.0.0.1:{azurite.TablePort}/devstoreaccount1;",
            "proof"
        );

    private static async Task AcknowledgeAsync(AzuriteRecord azurite, int row)
    {
        await Table(azurite).CreateIfNotExistsAsync();
        await Table(azurite).AddEntityAsync(new TableEntity("p", $"{row}"));
    }

    private static async Task<int> RowsAsync(AzuriteRecord azurite)
    {
        var count = 0;
        await foreach (var _ in Table(azurite).QueryAsync<TableEntity>())
        {
            count++;
        }
        return count;
    }

    [Fact]
    public async Task SIGTERM_ends_host_and_Azurite_and_loses_no_acknowledged_change()
    {
        using var data = new TemporaryDirectory();
        AzuriteRecord azurite;
        await using (var host = await HostProcess.StartAsync(data.Path))
        {
            azurite = HostProcess.AzuriteOf(data.Path)!;
            await AcknowledgeAsync(azurite, 1);
            Assert.Equal(0, await host.TerminateAsync());
            Assert.False(azurite.IsAlive(), "Azurite runs on after the host's end");
        }
        await using var next = await HostProcess.StartAsync(data.Path);
        Assert.Equal(1, await RowsAsync(HostProcess.AzuriteOf(data.Path)!));
    }

    [Fact]
    public async Task After_kill_9_the_next_start_uses_the_same_Azurite_with_every_acknowledged_change()
    {
        using var data = new TemporaryDirectory();
        await using var killed = await HostProcess.StartAsync(data.Path);
        var azurite = HostProcess.AzuriteOf(data.Path)!;
        await AcknowledgeAsync(azurite, 1);
        await killed.KillAsync();
        Assert.True(azurite.IsAlive());
        await AcknowledgeAsync(azurite, 2);

        await using var next = await HostProcess.StartAsync(data.Path);
        Assert.Equal(azurite, HostProcess.AzuriteOf(data.Path));
        Assert.Equal(2, await RowsAsync(azurite));
        Assert.Equal(0, await next.TerminateAsync());
        Assert.False(azurite.IsAlive());
    }

    [Fact]
    public async Task A_stopped_Azurite_left_behind_is_woken_and_used()
    {
        using var data = new TemporaryDirectory();
        await using var killed = await HostProcess.StartAsync(data.Path);
        var azurite = HostProcess.AzuriteOf(data.Path)!;
        await AcknowledgeAsync(azurite, 1);
        UnixSignal.Send("-STOP", azurite.Pid);
        await killed.KillAsync();

        await using var next = await HostProcess.StartAsync(data.Path);
        Assert.Equal(1, await RowsAsync(HostProcess.AzuriteOf(data.Path)!));
    }

    [Fact]
    public async Task An_Azurite_asked_to_end_twice_still_writes_everything()
    {
        using var data = new TemporaryDirectory();
        await using (var host = await HostProcess.StartAsync(data.Path))
        {
            var azurite = HostProcess.AzuriteOf(data.Path)!;
            await AcknowledgeAsync(azurite, 1);
            await host.KillAsync();
            for (var i = 0; i < 5; i++)
            {
                UnixSignal.Send("-TERM", azurite.Pid);
            }
            await Until.Is(() => !azurite.IsAlive(), 30, "Azurite still runs");
        }
        await using var next = await HostProcess.StartAsync(data.Path);
        Assert.Equal(1, await RowsAsync(HostProcess.AzuriteOf(data.Path)!));
    }

    [Fact]
    public async Task Two_hosts_on_one_directory_share_one_Azurite_and_the_last_ends_it()
    {
        using var data = new TemporaryDirectory();
        await using var first = HostProcess.Launch(data.Path);
        await using var second = HostProcess.Launch(data.Path);
        await Task.WhenAll(first.ListeningAsync(), second.ListeningAsync());
        var azurite = HostProcess.AzuriteOf(data.Path)!;
        await AcknowledgeAsync(azurite, 1);

        await first.TerminateAsync();
        Assert.True(azurite.IsAlive(), "the second host lost its Azurite to the first one's end");
        Assert.Equal(1, await RowsAsync(azurite));
        await second.TerminateAsync();
        Assert.False(azurite.IsAlive());
    }

    [Fact]
    public async Task An_Azurite_that_dies_under_the_host_runs_again_on_the_same_ports()
    {
        using var data = new TemporaryDirectory();
        await using var host = await HostProcess.StartAsync(data.Path);
        var before = HostProcess.AzuriteOf(data.Path)!;
        await AcknowledgeAsync(before, 1);
        UnixSignal.Send("-TERM", before.Pid);
        await Until.Is(
            () =>
                HostProcess.AzuriteOf(data.Path) is { } now
                && now.Pid != before.Pid
                && host.Output.Contains("runs again", StringComparison.Ordinal),
            30,
            "it does not run again"
        );

        var after = HostProcess.AzuriteOf(data.Path)!;
        Assert.Equal((before.QueuePort, before.TablePort), (after.QueuePort, after.TablePort));
        Assert.Equal(1, await RowsAsync(after));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(400)]
    [InlineData(700)]
    public async Task SIGTERM_while_starting_leaves_nothing_running(int milliseconds)
    {
        using var data = new TemporaryDirectory();
        await using var host = HostProcess.Launch(data.Path);
        await Until.Is(() => File.Exists(Path.Combine(data.Path, "azurite.lock")), 30, "Azurite was never started");
        await Task.Delay(milliseconds);
        await host.TerminateAsync();
        Assert.False(HostProcess.AzuriteOf(data.Path)?.IsAlive() ?? false, host.Output);
    }

    [Fact]
    public async Task A_process_that_only_has_the_recorded_number_is_left_alone()
    {
        using var data = new TemporaryDirectory();
        await File.WriteAllTextAsync(
            Path.Combine(data.Path, "azurite.json"),
            $$"""
            {"pid":{{Environment.ProcessId}},"startedAt":"2020-01-01T00:00:00Z","location":"{{data.Path}}/azurite","queuePort":1,"tablePort":2}
            """
        );
        await using var host = await HostProcess.StartAsync(data.Path);
        Assert.NotEqual(Environment.ProcessId, HostProcess.AzuriteOf(data.Path)!.Pid);
    }

    [Fact]
    public async Task Without_Node_the_host_says_what_is_missing()
    {
        using var data = new TemporaryDirectory();
        var dotnet = Path.GetDirectoryName(Environment.ProcessPath)!;
        await using var host = HostProcess.Launch(data.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = dotnet });
        var ended = await Assert.ThrowsAsync<InvalidOperationException>(host.ListeningAsync);
        Assert.Contains("Node.js", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_storage_configured_no_Azurite_is_started()
    {
        using var data = new TemporaryDirectory();
        await using var azurite = await AzuriteServer.StartAsync(data.Path, TextWriter.Null, TimeProvider.System, CancellationToken.None);
        using var own = new TemporaryDirectory();
        await using var host = await HostProcess.StartAsync(
            own.Path,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["OptOut__Storage"] = azurite.ConnectionString }
        );
        Assert.Null(HostProcess.AzuriteOf(own.Path));
    }
}

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
    public async Task After_kill_9_Azurite_ends_by_itself_and_the_next_start_has_every_acknowledged_change()
    {
        using var data = new TemporaryDirectory();
        await using var killed = await HostProcess.StartAsync(data.Path);
        var azurite = HostProcess.AzuriteOf(data.Path)!;
        await AcknowledgeAsync(azurite, 1);
        await killed.KillAsync();

        await using var next = await HostProcess.StartAsync(data.Path);
        Assert.False(azurite.IsAlive(), "two Azurites run on one directory");
        Assert.Equal(1, await RowsAsync(HostProcess.AzuriteOf(data.Path)!));
        await next.KillAsync();
        await Until.Is(() => !HostProcess.AzuriteOf(data.Path)!.IsAlive(), 60, "a killed host left its Azurite");
    }

    [Fact]
    public async Task A_second_host_on_a_directory_waits_until_the_first_has_ended()
    {
        using var data = new TemporaryDirectory();
        await using var first = await HostProcess.StartAsync(data.Path);
        await AcknowledgeAsync(HostProcess.AzuriteOf(data.Path)!, 1);
        await using var second = HostProcess.Launch(data.Path);
        await Until.Is(() => second.Output.Contains("Waiting for the local host", StringComparison.Ordinal), 60, "it says nothing");

        await first.TerminateAsync();
        await second.ListeningAsync();
        Assert.Equal(1, await RowsAsync(HostProcess.AzuriteOf(data.Path)!));
    }

    [Fact]
    public async Task An_Azurite_that_cannot_start_is_told_with_its_output()
    {
        using var data = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(data.Path, "azurite"), "a file where Azurite's folder belongs");
        await using var host = HostProcess.Launch(data.Path);
        var ended = await Assert.ThrowsAsync<InvalidOperationException>(host.ListeningAsync);
        Assert.Contains("Azurite does not start", ended.Message, StringComparison.Ordinal);
        Assert.Contains("EEXIST", ended.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at OptOut", ended.Message, StringComparison.Ordinal);
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
        await Until.Is(() => File.Exists(Path.Combine(data.Path, "azurite.lock")), 60, "Azurite was never started");
        await Task.Delay(milliseconds);
        await host.TerminateAsync();
        await Until.Is(() => HostProcess.AzuriteOf(data.Path)?.IsAlive() != true, 60, host.Output);
    }

    [Fact]
    public async Task A_process_that_only_has_the_recorded_number_is_left_alone()
    {
        using var data = new TemporaryDirectory();
        await File.WriteAllTextAsync(
            Path.Combine(data.Path, "azurite.json"),
            $$"""
            {"pid":{{Environment.ProcessId}},"startedAt":"2020-01-01T00:00:00Z","folder":"{{data.Path}}","queuePort":1,"tablePort":2}
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

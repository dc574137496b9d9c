using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OptOut.LocalHost;

/// <summary>
/// The Azurite of one data directory. Hosts on the same directory share it: each holds a shared lock on <c>azurite.hosts</c>
/// while it runs, the last one out ends Azurite by SIGTERM and waits until its data is written. A killed host's lock is freed
/// by the system and its Azurite stays; the next start uses it again, or ends and replaces it if it does not answer.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // Azurite's fixed development account; its key is public.
    // https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);
    private readonly string data;
    private readonly string program;
    private readonly TimeProvider time;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private FileLock? share;
    private AzuriteRecord? running;

    private AzuriteServer(string data, string program, TimeProvider time) => (this.data, this.program, this.time) = (data, program, time);

    /// <summary>For Azure's clients: tables, queues and blobs on loopback, the same for as long as this host runs.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"QueueEndpoint=http://127.0.0.1:{running!.QueuePort}/{Account};TableEndpoint=http://127.0.0.1:{running.TablePort}/{Account};"
        // An Azurite that an older version started does not say where its blobs are.
        + (running.BlobPort > 0 ? $"BlobEndpoint=http://127.0.0.1:{running.BlobPort}/{Account};" : "");

    private string RecordPath => Path.Combine(data, "azurite.json");
    private string LogPath => Path.Combine(data, "azurite.log");
    private string HostsPath => Path.Combine(data, "azurite.hosts");

    /// <summary>
    /// Installs Azurite where needed, then starts it or joins the one that runs on <paramref name="dataDirectory"/>; ready on return.
    /// </summary>
    /// <exception cref="LocalHostException">Node.js is missing, the installation failed, or Azurite cannot be started.</exception>
    public static async Task<AzuriteServer> StartAsync(
        string dataDirectory,
        TextWriter console,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var installed = await AzuriteInstallation.EnsureAsync(DataDirectory.RepositoryRoot(), console, time, cancellation);
        var server = new AzuriteServer(dataDirectory, installed, time);
        try
        {
            using var turn = await server.TakeTurnAsync(cancellation);
            server.share =
                FileLock.TryShare(server.HostsPath) ?? throw new LocalHostException($"{server.HostsPath} is locked by another program.");
            await server.EnsureRunningAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether the process this host uses still runs. Whether it answers is the store's health check.</summary>
    internal bool IsAlive => running!.IsAlive();

    /// <summary>After its death: starts it again on the same ports and data, unless another host on the directory has done so.</summary>
    internal async Task RestartAsync(CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(cancellation);
        await EnsureRunningAsync(cancellation);
    }

    /// <summary>Ends Azurite and waits for it, unless another host uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        using var turn = await TakeTurnAsync(CancellationToken.None);
        share?.Dispose();
        share = null;
        using var last = FileLock.TryAcquire(HostsPath);
        if (last is not null)
        {
            await EndRecordedAsync(CancellationToken.None);
        }
        http.Dispose();
    }

    private Task<FileLock> TakeTurnAsync(CancellationToken cancellation) =>
        FileLock.AcquireAsync(Path.Combine(data, "azurite.lock"), time, waiting: null, cancellation);

    private async Task EnsureRunningAsync(CancellationToken cancellation)
    {
        var recorded = AzuriteRecord.Read(RecordPath);
        if (recorded?.IsAlive() == true)
        {
            recorded.Wake();
            if (await AnswersAsync(recorded, cancellation))
            {
                Use(recorded);
                return;
            }
        }
        // The old ports first: other hosts on this directory know no others. New ones only for a host that starts.
        var ports = recorded is null ? FreePorts() : (recorded.QueuePort, recorded.TablePort, recorded.BlobPort);
        for (var attempt = 1; ; attempt++)
        {
            await EndRecordedAsync(cancellation);
            // Not cancelled half-way: what is launched is known before anything else happens to it.
            await LaunchAsync(ports);
            if (await AppearedAsync() is { } appeared)
            {
                Use(appeared);
                cancellation.ThrowIfCancellationRequested();
                return;
            }
            if (attempt == 3)
            {
                throw new LocalHostException($"Azurite does not start; its output is in {LogPath}:\n{LogTail()}");
            }
            ports = running is null ? FreePorts() : ports;
        }
    }

    private void Use(AzuriteRecord record)
    {
        if (running is not null && (running.QueuePort, running.TablePort) != (record.QueuePort, record.TablePort))
        {
            throw new LocalHostException("Another host restarted Azurite on other ports; restart this host.");
        }
        running = record;
    }

    private async Task LaunchAsync((int Queue, int Table, int Blob) ports)
    {
        string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Azurite", name);
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = data,
        };
        start.Environment["OPTOUT_AZURITE_RECORD"] = RecordPath;
        foreach (
            var argument in (string[])
                [
                    Script("detach.cjs"),
                    LogPath,
                    "--require",
                    Script("guard.cjs"),
                    program,
                    "--location",
                    Path.Combine(data, "azurite"),
                    "--silent",
                    "--skipApiVersionCheck",
                    "--disableTelemetry",
                    "--blobHost",
                    "127.0.0.1",
                    "--blobPort",
                    $"{ports.Blob}",
                    "--queueHost",
                    "127.0.0.1",
                    "--queuePort",
                    $"{ports.Queue}",
                    "--tableHost",
                    "127.0.0.1",
                    "--tablePort",
                    $"{ports.Table}",
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            using var node = Process.Start(start)!;
            var complaint = await node.StandardError.ReadToEndAsync();
            await node.WaitForExitAsync();
            if (node.ExitCode != 0)
            {
                throw new LocalHostException($"Azurite could not be started: {complaint.Trim()}");
            }
        }
        catch (Win32Exception e)
        {
            throw AzuriteInstallation.Missing("node", e);
        }
    }

    /// <summary>The launched Azurite once it answers; null when it ended instead, as on a port that someone else took.</summary>
    private async Task<AzuriteRecord?> AppearedAsync()
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < StartTimeout)
        {
            if (AzuriteRecord.Read(RecordPath) is { } record)
            {
                if (!record.IsAlive())
                {
                    return null;
                }
                if (await AnswersAsync(record, CancellationToken.None))
                {
                    return record;
                }
            }
            await Task.Delay(PollInterval, time);
        }
        return null;
    }

    /// <summary>Waits until both services answer as Azurite does; false when the time is up or the process gone.</summary>
    private async Task<bool> AnswersAsync(AzuriteRecord record, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < StartTimeout && record.IsAlive())
        {
            if (
                await IsServiceAsync(record.TablePort, "Azurite-Table", cancellation)
                && await IsServiceAsync(record.QueuePort, "Azurite-Queue", cancellation)
            )
            {
                return true;
            }
            await Task.Delay(PollInterval, time, cancellation);
        }
        return false;
    }

    private async Task<bool> IsServiceAsync(int port, string name, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/{Account}?comp=list"), cancellation);
            return answer.Headers.Server.ToString().StartsWith(name, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task EndRecordedAsync(CancellationToken cancellation)
    {
        if (AzuriteRecord.Read(RecordPath) is { } record && record.IsAlive())
        {
            await record.AskToEndAsync(time, cancellation);
            var asked = time.GetTimestamp();
            while (record.IsAlive())
            {
                if (time.GetElapsedTime(asked) > StopTimeout)
                {
                    // Never SIGKILL: that is what loses acknowledged changes.
                    throw new LocalHostException(
                        $"Azurite (process {record.Pid}) on {data} does not end; end it by SIGTERM and start again."
                    );
                }
                await Task.Delay(PollInterval, time, cancellation);
            }
        }
        File.Delete(RecordPath);
    }

    private static (int Queue, int Table, int Blob) FreePorts()
    {
        using TcpListener queue = new(IPAddress.Loopback, 0),
            table = new(IPAddress.Loopback, 0),
            blob = new(IPAddress.Loopback, 0);
        queue.Start();
        table.Start();
        blob.Start();
        return (((IPEndPoint)queue.LocalEndpoint).Port, ((IPEndPoint)table.LocalEndpoint).Port, ((IPEndPoint)blob.LocalEndpoint).Port);
    }

    private string LogTail() => File.Exists(LogPath) ? string.Join('\n', File.ReadLines(LogPath).TakeLast(5)) : "(no output)";
}

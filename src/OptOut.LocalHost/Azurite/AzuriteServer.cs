using System.ComponentModel;
using System.Diagnostics;

namespace OptOut.LocalHost;

/// <summary>
/// The Azurite of one data directory and one host, ended with the host: it reads a pipe that the host holds, and when that closes, because
/// the host ends or is killed, it writes its data and ends. Azurite itself is never killed: it would lose what it has acknowledged and
/// not yet written.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // Azurite's fixed development account; its key is public.
    // https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);
    private readonly string data;
    private readonly TimeProvider time;
    private readonly FileLock directory;
    private AzuriteRecord? azurite;
    private Process? launcher;

    private AzuriteServer(string data, TimeProvider time, FileLock directory) =>
        (this.data, this.time, this.directory) = (data, time, directory);

    /// <summary>For Azure's clients: tables, queues and blobs on loopback.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint=http://127.0.0.1:{azurite!.BlobPort}/{Account};"
        + $"QueueEndpoint=http://127.0.0.1:{azurite.QueuePort}/{Account};"
        + $"TableEndpoint=http://127.0.0.1:{azurite.TablePort}/{Account};";

    /// <summary>
    /// Installs Azurite where needed and starts it on <paramref name="dataDirectory"/>; it answers on return. Dispose it after the last
    /// use of its storage.
    /// </summary>
    /// <exception cref="LocalHostException">
    /// Node.js is missing, the installation failed, Azurite does not start, or another host uses the directory.
    /// </exception>
    public static Task<AzuriteServer> StartAsync(
        string dataDirectory,
        TextWriter console,
        TimeProvider time,
        CancellationToken cancellation
    ) => StartAsync(dataDirectory, console, time, new(0, 0, 0), cancellation);

    /// <param name="ports">Where it shall listen; 0 for any port that is free.</param>
    internal static async Task<AzuriteServer> StartAsync(
        string dataDirectory,
        TextWriter console,
        TimeProvider time,
        AzuritePorts ports,
        CancellationToken cancellation
    )
    {
        var program = await AzuriteInstallation.EnsureAsync(DataDirectory.RepositoryRoot(), console, cancellation);
        var server = new AzuriteServer(dataDirectory, time, await LockAsync(dataDirectory, console, time, cancellation));
        try
        {
            // A killed host's Azurite is about to end; two must never write the same files.
            await server.EndedAsync(AzuriteRecord.Read(dataDirectory));
            File.Delete(AzuriteRecord.PathIn(dataDirectory));
            await server.LaunchAsync(program, ports, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends Azurite and waits until its data is written.</summary>
    /// <exception cref="LocalHostException">It does not end.</exception>
    public async ValueTask DisposeAsync()
    {
        launcher?.Dispose();
        try
        {
            await EndedAsync(AzuriteRecord.Read(data));
        }
        finally
        {
            directory.Dispose();
        }
    }

    private static async Task<FileLock> LockAsync(string data, TextWriter console, TimeProvider time, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(StopTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        void Waiting() => console.WriteLine($"Waiting for the local host that uses {data} to end …");
        try
        {
            return await FileLock.AcquireAsync(Path.Combine(data, "azurite.lock"), time, Waiting, either.Token);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            throw new LocalHostException($"Another local host uses {data}: end it, or choose another directory with --data DIR.", e);
        }
    }

    private async Task LaunchAsync(string program, AzuritePorts ports, CancellationToken cancellation)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Azurite", "azurite.cjs"),
            data,
            program,
            .. (string[])["--location", Path.Combine(data, "azurite"), "--silent", "--skipApiVersionCheck", "--disableTelemetry"],
            .. (string[])["--blobHost", "127.0.0.1", "--blobPort", $"{ports.Blob}"],
            .. (string[])["--queueHost", "127.0.0.1", "--queuePort", $"{ports.Queue}"],
            .. (string[])["--tableHost", "127.0.0.1", "--tablePort", $"{ports.Table}"],
        ];
        try
        {
            launcher = Process.Start(
                new ProcessStartInfo("node", arguments)
                {
                    RedirectStandardInput = true,
                    UseShellExecute = false,
                    WorkingDirectory = data,
                }
            )!;
        }
        catch (Win32Exception e)
        {
            throw AzuriteInstallation.Missing("node", e);
        }

        await launcher.WaitForExitAsync(cancellation);
        var started = time.GetTimestamp();
        while (launcher.ExitCode == 0 && time.GetElapsedTime(started) < StartTimeout)
        {
            if (AzuriteRecord.Read(data) is { } record)
            {
                azurite = record;
                if (record.TablePort > 0)
                {
                    return;
                }
                if (!record.IsAlive())
                {
                    break;
                }
            }
            await Task.Delay(PollInterval, time, cancellation);
        }
        var log = Path.Combine(data, "azurite.log");
        var tail = File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(5)) : "(no output)";
        throw new LocalHostException($"Azurite does not start; its output is in {log}:\n{tail}");
    }

    private async Task EndedAsync(AzuriteRecord? record)
    {
        var asked = time.GetTimestamp();
        while (record?.IsAlive() == true)
        {
            if (time.GetElapsedTime(asked) > StopTimeout)
            {
                throw new LocalHostException($"Azurite (process {record.Pid}) on {data} does not end; end it by SIGTERM and start again.");
            }
            await Task.Delay(PollInterval, time);
        }
    }
}

/// <summary>Where Azurite's services listen.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table);

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OptOut.LocalHost;

/// <summary>An Azurite process as it recorded itself (guard.cjs) in <c>{data}/azurite.json</c>.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="StartedAt">When it began, as it says.</param>
/// <param name="Location">The folder of its data, as it stands on its command line.</param>
/// <param name="QueuePort">Where it serves queues.</param>
/// <param name="TablePort">Where it serves tables.</param>
/// <param name="BlobPort">Where it serves blobs; 0: it does not say.</param>
internal sealed record AzuriteRecord(int Pid, DateTimeOffset StartedAt, string Location, int QueuePort, int TablePort, int BlobPort = 0)
{
    private const int Sigterm = 15;
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    // SIGCONT's number differs between the kernels.
    private static int Sigcont => OperatingSystem.IsLinux() ? 18 : 19;

    /// <summary>The record, or null where none is kept or a killed Azurite left half of one.</summary>
    public static AzuriteRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<AzuriteRecord>(File.ReadAllText(path), JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether that very process still runs: a number that the system gave to another program meanwhile does not count.</summary>
    public bool IsAlive()
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                // Empty for a process that has ended and is not reaped yet.
                return File.ReadAllText($"/proc/{Pid}/cmdline").Split('\0').Contains(Location, StringComparer.Ordinal);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while it was read, or this process is out of descriptors: signal 0 asks without one.
                return Kill(Pid, 0) == 0;
            }
        }
        try
        {
            using var process = Process.GetProcessById(Pid);
            return !process.HasExited && (new DateTimeOffset(process.StartTime) - StartedAt).Duration() < ClockTolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Asks it to write its data and end, a stopped (SIGSTOP) one too.</summary>
    public async Task AskToEndAsync(TimeProvider time, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
        {
            // No SIGTERM there; Azurite has written everything 5 s after its last change.
            await Task.Delay(TimeSpan.FromSeconds(6), time, cancellation);
            using var process = Process.GetProcessById(Pid);
            process.Kill();
            return;
        }
        _ = Kill(Pid, Sigterm);
        Wake();
    }

    /// <summary>Lets a process go on that someone stopped (SIGSTOP); any other takes no notice.</summary>
    public void Wake()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Kill(Pid, Sigcont);
        }
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}

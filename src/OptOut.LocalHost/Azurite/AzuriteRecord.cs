using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace OptOut.LocalHost;

/// <summary>An Azurite process as it recorded itself (azurite.cjs) in <c>{folder}/azurite.json</c>.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="StartedAt">When it began, as it says.</param>
/// <param name="Folder">The data directory, as it stands on its command line.</param>
/// <param name="BlobPort">Where it serves blobs; 0 until it does.</param>
/// <param name="QueuePort">Where it serves queues; 0 until it does.</param>
/// <param name="TablePort">Where it serves tables, the last of the three that it starts; 0 until it does.</param>
internal sealed record AzuriteRecord(int Pid, DateTimeOffset StartedAt, string Folder, int BlobPort, int QueuePort, int TablePort)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    /// <summary>The record, or null where there is none or it is being written.</summary>
    public static AzuriteRecord? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<AzuriteRecord>(File.ReadAllText(PathIn(folder)), JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    public static string PathIn(string folder) => Path.Combine(folder, "azurite.json");

    /// <summary>Whether that very process still runs: a number that the system gave to another program meanwhile does not count.</summary>
    public bool IsAlive()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // Empty for a process that has ended and is not reaped yet, which System.Diagnostics.Process takes for running.
                return File.ReadAllText($"/proc/{Pid}/cmdline").Split('\0').Contains(Folder, StringComparer.Ordinal);
            }
            using var process = Process.GetProcessById(Pid);
            return !process.HasExited && (new DateTimeOffset(process.StartTime) - StartedAt).Duration() < ClockTolerance;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}

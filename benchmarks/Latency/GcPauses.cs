using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace OptOut.Benchmarks;

/// <summary>How often and for how long the collector stopped a .NET process, told by that process's own runtime over EventPipe.</summary>
internal sealed class GcPauses : IAsyncDisposable
{
    private readonly EventPipeSession session;
    private readonly Task reading;
    private readonly List<double> pauses = [];

    private GcPauses(int processId)
    {
        session = new DiagnosticsClient(processId).StartEventPipeSession(
            new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, (long)ClrTraceEventParser.Keywords.GC),
            requestRundown: false
        );
        reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Milliseconds of each stop of all threads; complete after <see cref="StopAsync"/>.</summary>
    public IReadOnlyList<double> Milliseconds => pauses;

    /// <summary>Begins to listen.</summary>
    public static GcPauses Of(ServerProcess server) => new(server.Id);

    /// <summary>Ends listening and waits for what is on its way.</summary>
    public async Task<GcPauses> StopAsync()
    {
        await session.StopAsync(CancellationToken.None);
        await reading;
        return this;
    }

    public ValueTask DisposeAsync()
    {
        session.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>For a table: how many, the longest, and their share of the time.</summary>
    public static string Told(IReadOnlyList<double> pauses, TimeSpan time) =>
        pauses.Count == 0
            ? "none"
            : $"{pauses.Count}, longest {Report.Number(pauses.Max(), 1)} ms, {Report.Number(pauses.Sum() / time.TotalMilliseconds * 100, 2)} %";

    private void Read()
    {
        using var source = new EventPipeEventSource(session.EventStream);
        double? stopped = null;
        source.Clr.GCSuspendEEStart += e => stopped = e.TimeStampRelativeMSec;
        source.Clr.GCRestartEEStop += e =>
        {
            if (stopped is { } from)
            {
                pauses.Add(e.TimeStampRelativeMSec - from);
                stopped = null;
            }
        };
        source.Process();
    }
}

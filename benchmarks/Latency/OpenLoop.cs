using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OptOut.Benchmarks;

/// <summary>Milliseconds from the moment at which each request was to arrive, in order of size.</summary>
/// <param name="Sorted">All of them.</param>
/// <param name="SentLate">How much later than planned each was sent: what of its time is the generator's, not the server's.</param>
/// <param name="CpuMicroseconds">The server's processor time a request.</param>
internal sealed record Latencies(double[] Sorted, double[] SentLate, double CpuMicroseconds)
{
    public double At(double share) => Percentile(Sorted, share);

    public static double Percentile(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}

/// <summary>
/// Requests that arrive by a plan and wait for nobody's answer, as they do from Twilio: at random times of a mean rate (a Poisson process
/// with a fixed seed). A request's time counts from its planned arrival, so a server that stands still for a second is charged for all
/// that arrived in that second. A generator that waits for answers would send nothing meanwhile and see one slow request.
/// </summary>
internal static class OpenLoop
{
    private const int WarmConnections = 32;

    /// <param name="server">The server.</param>
    /// <param name="requests">The requests, in order.</param>
    /// <param name="perSecond">How many arrive in a second.</param>
    /// <param name="seed">Of the times of arrival.</param>
    public static async Task<Latencies> RunAsync(ServerProcess server, IReadOnlyList<byte[]> requests, double perSecond, int seed)
    {
        var free = new ConcurrentBag<RawClient>();
        try
        {
            for (var i = 0; i < WarmConnections; i++)
            {
                var client = new RawClient();
                await client.ConnectAsync(server.Address);
                free.Add(client);
            }

            var (times, late) = (new double[requests.Count], new double[requests.Count]);
            var answers = new Task[requests.Count];
            var cpu = server.ProcessorTime;
            // A thread of its own keeps the plan, whatever the pool is busy with.
            await Task.Factory.StartNew(
                () =>
                {
                    var arrivals = new Random(seed);
                    var (started, due) = (Stopwatch.GetTimestamp(), 0.0);
                    for (var i = 0; i < requests.Count; i++)
                    {
                        due += -Math.Log(1 - arrivals.NextDouble()) * 1000 / perSecond;
                        for (double left; (left = due - Stopwatch.GetElapsedTime(started).TotalMilliseconds) > 0; )
                        {
                            Pause.Of(TimeSpan.FromMilliseconds(left));
                        }

                        answers[i] = SendAsync(server.Address, free, requests[i], started, due, i, times, late);
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            await Task.WhenAll(answers);
            var spent = (server.ProcessorTime - cpu).TotalMicroseconds / requests.Count;
            Array.Sort(times);
            Array.Sort(late);
            return new(times, late, spent);
        }
        finally
        {
            foreach (var client in free)
            {
                client.Dispose();
            }
        }
    }

    private static async Task SendAsync(
        Uri server,
        ConcurrentBag<RawClient> free,
        byte[] request,
        long started,
        double due,
        int index,
        double[] times,
        double[] late
    )
    {
        late[index] = Stopwatch.GetElapsedTime(started).TotalMilliseconds - due;
        if (!free.TryTake(out var client))
        {
            client = new RawClient();
            await client.ConnectAsync(server);
        }

        var (status, _) = await client.SendAsync(request);
        times[index] = Stopwatch.GetElapsedTime(started).TotalMilliseconds - due;
        free.Add(client);
        if (status is < 200 or > 299)
        {
            throw new InvalidOperationException($"The server answered {status}.");
        }
    }

    /// <summary>Sleeps shorter than a millisecond, which .NET does not offer, so that nobody has to spin.</summary>
    private static class Pause
    {
        public static void Of(TimeSpan time)
        {
            if (OperatingSystem.IsWindows())
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)));
                return;
            }

            var wanted = new Timespec
            {
                Seconds = (nint)(time.Ticks / TimeSpan.TicksPerSecond),
                Nanoseconds = (nint)(time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick),
            };
            _ = Sleep(in wanted, IntPtr.Zero);
        }

        [DllImport("libc", EntryPoint = "nanosleep"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Sleep(in Timespec wanted, IntPtr left);

        [StructLayout(LayoutKind.Sequential)]
        private struct Timespec
        {
            public nint Seconds;
            public nint Nanoseconds;
        }
    }
}

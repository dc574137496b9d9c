using System.Diagnostics;

namespace OptOut.Benchmarks;

/// <summary>A server as a process of its own, on a loopback port, with its processor time.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Look(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"{program} ended before it listened."));
        process.Start();
        process.BeginOutputReadLine();
    }

    public Uri Address => listening.Task.Result;

    public int Id => process.Id;

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory now, in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static async Task<ServerProcess> StartAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var server = new ServerProcess(program, arguments, environment);
        await server.listening.Task.WaitAsync(TimeSpan.FromMinutes(5));
        return server;
    }

    public static Task<ServerProcess> BareAsync() =>
        StartAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "OptOut.Benchmarks.dll"), "serve-bare"]);

    /// <summary>
    /// The local host on a data directory, its demo account as it comes. Nobody takes the TwiML here, so follow-ups are put beyond the run:
    /// what is measured is a STOP, not the search for a confirmation that Twilio lost. The demo key's rate limit is put out of reach too.
    /// </summary>
    /// <param name="data">The data directory.</param>
    /// <param name="more">Further arguments.</param>
    public static Task<ServerProcess> LocalHostAsync(string data, params string[] more) =>
        LocalHostOfAsync(Path.Combine(AppContext.BaseDirectory, "OptOut.LocalHost.dll"), data, more);

    /// <summary>The same from another build of it.</summary>
    /// <param name="program">The local host's program.</param>
    /// <param name="data">The data directory.</param>
    /// <param name="more">Further arguments.</param>
    public static Task<ServerProcess> LocalHostOfAsync(string program, string data, params string[] more) =>
        StartAsync(
            "dotnet",
            [
                program,
                "--urls",
                "http://127.0.0.1:0",
                "--data",
                data,
                "--LocalHost:FollowUps:Due",
                "01:00:00",
                "--OptOut:RateLimit:PermitsPerSecond",
                "1000000",
                "--OptOut:RateLimit:Burst",
                "1000000",
                .. more,
            ]
        );

    /// <summary>
    /// Waits until the server answers as it does in the long run: started on much data, the emulator first writes all of it anew, and
    /// answers nobody meanwhile.
    /// </summary>
    public async Task SettledAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var healthy = 0; healthy < 10; )
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            using var health = await http.GetAsync(new Uri("/api/health", UriKind.Relative));
            healthy = health.IsSuccessStatusCode ? healthy + 1 : 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var terminate = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Look(string? line)
    {
        const string Said = "Now listening on: ";
        if (line?.IndexOf(Said, StringComparison.Ordinal) is >= 0 and var at)
        {
            listening.TrySetResult(new Uri(line[(at + Said.Length)..].Trim()));
        }
    }
}

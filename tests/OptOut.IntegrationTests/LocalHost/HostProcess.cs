using System.Diagnostics;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>The local host as a process of its own, on a free port.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);
    private readonly Process process;
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> output = [];

    private HostProcess(string data, string[] arguments, IDictionary<string, string>? environment, int? descriptors = null)
    {
        var start = new ProcessStartInfo(descriptors is null ? "dotnet" : "/bin/sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = data,
        };
        string[] limited = descriptors is null ? [] : ["-c", $"ulimit -n {descriptors} && exec dotnet \"$@\"", "dotnet"];
        foreach (
            var argument in (string[])
                [
                    .. limited,
                    Path.Combine(AppContext.BaseDirectory, "OptOut.LocalHost.dll"),
                    "--urls",
                    "http://127.0.0.1:0",
                    "--data",
                    data,
                    .. arguments,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }
        Data = data;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Data { get; }

    public int ProcessId => process.Id;

    public bool HasExited => process.HasExited;

    public string Output
    {
        get
        {
            lock (output)
            {
                return string.Join('\n', output);
            }
        }
    }

    /// <summary>The Azurite of a data directory as it is recorded now.</summary>
    public static AzuriteRecord? AzuriteOf(string data) => AzuriteRecord.Read(data);

    public static HostProcess Launch(string data, IDictionary<string, string>? environment = null, params string[] arguments) =>
        new(data, arguments, environment);

    /// <summary>With so many descriptors and no more.</summary>
    public static HostProcess LaunchWithin(int descriptors, string data, IDictionary<string, string>? environment = null) =>
        new(data, [], environment, descriptors);

    public static async Task<HostProcess> StartAsync(
        string data,
        IDictionary<string, string>? environment = null,
        params string[] arguments
    )
    {
        var host = Launch(data, environment, arguments);
        await host.ListeningAsync();
        return host;
    }

    public async Task<Uri> ListeningAsync()
    {
        var ended = process.WaitForExitAsync();
        var first = await Task.WhenAny(listening.Task, ended).WaitAsync(Timeout);
        return first == ended ? throw new InvalidOperationException($"The host ended:\n{Output}") : await listening.Task;
    }

    /// <summary>The exit code of a host that ends by itself.</summary>
    public async Task<int> EndedAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Timeout);
        return process.ExitCode;
    }

    /// <summary>SIGTERM, and how the host ended.</summary>
    public async Task<int> TerminateAsync()
    {
        UnixSignal.Send("-TERM", ProcessId);
        await process.WaitForExitAsync().WaitAsync(Timeout);
        return process.ExitCode;
    }

    /// <summary>kill -9 of the host alone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Timeout);
    }

    /// <summary>Ends the host; its Azurite ends with it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            await TerminateAsync();
        }
        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }
        lock (output)
        {
            output.Add(line);
        }
        var at = line.IndexOf("Now listening on: ", StringComparison.Ordinal);
        if (at >= 0)
        {
            listening.TrySetResult(new Uri(line[(at + "Now listening on: ".Length)..].Trim()));
        }
    }
}

/// <summary>A directory of the test's own, gone afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("optout-test-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // An Azurite that is just ending still writes there; the system clears its temporary folder.
        }
    }
}

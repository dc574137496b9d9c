using System.Diagnostics;
using System.Text;

namespace OptOutFunctions.Tests;

/// <summary>The head as Azure's Functions host starts it: a process of its own, from what the build put together for publishing.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();

    private WorkerProcess(Process process) => this.process = process;

    /// <summary>The head's folder; its configuration is that of these tests.</summary>
    public static string Directory { get; } = Find();

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public Task Ended => process.WaitForExitAsync();

    public int ExitCode => process.ExitCode;

    /// <summary>What it took so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <param name="host">Where the host's gRPC listens.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="program">Another worker's program than the head's.</param>
    public static WorkerProcess Start(Uri host, IEnumerable<KeyValuePair<string, string?>> settings, string? program = null)
    {
        var id = Guid.NewGuid().ToString();
        program ??= Path.Combine(Directory, "OptOutFunctions.dll");
        var folder = Path.GetDirectoryName(program)!;
        string[] arguments =
        [
            program,
            "--host",
            host.Host,
            "--port",
            $"{host.Port}",
            "--workerId",
            id,
            "--requestId",
            id,
            "--grpcMaxMessageLength",
            "2147483647",
            "--functions-uri",
            host.OriginalString,
            "--functions-worker-id",
            id,
            "--functions-request-id",
            id,
            "--functions-grpc-max-message-length",
            "2147483647",
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var worker = new WorkerProcess(new Process { StartInfo = start });
        worker.process.OutputDataReceived += (_, line) => worker.Keep(line.Data);
        worker.process.ErrorDataReceived += (_, line) => worker.Keep(line.Data);
        worker.process.Start();
        worker.process.BeginOutputReadLine();
        worker.process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private static string Find()
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var root = build;
        while (!File.Exists(Path.Combine(root.FullName, "OptOutFunctions.sln")))
        {
            root = root.Parent!;
        }

        return Path.Combine(root.FullName, "src", "OptOutFunctions", "bin", build.Parent!.Name, build.Name);
    }
}

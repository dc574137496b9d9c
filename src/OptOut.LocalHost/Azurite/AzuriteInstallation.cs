using System.ComponentModel;
using System.Diagnostics;

namespace OptOut.LocalHost;

/// <summary>
/// Azurite's program files in tools/azurite, installed from the pinned lock file by <c>npm ci</c> when missing or older than it.
/// </summary>
internal static class AzuriteInstallation
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);

    /// <summary>The path of azurite.js, ready to run.</summary>
    public static async Task<string> EnsureAsync(string repository, TextWriter console, TimeProvider time, CancellationToken cancellation)
    {
        var folder = Path.Combine(repository, "tools", "azurite");
        // The program with all three services, blobs included: the separate table and queue programs do not listen for
        // SIGTERM and would lose what they have not written yet (Azurite 3.37, dist/src/table/main.js).
        var program = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (IsCurrent(folder, program))
        {
            return program;
        }
        var lockFile = Path.Combine(Directory.CreateDirectory(Path.Combine(repository, ".data")).FullName, "npm-ci.lock");
        using var held = await FileLock.AcquireAsync(
            lockFile,
            time,
            () => console.WriteLine("Waiting for another process that installs Azurite …"),
            cancellation
        );
        if (!IsCurrent(folder, program))
        {
            await InstallAsync(folder, console, time, cancellation);
        }
        return File.Exists(program) ? program : throw new LocalHostException($"npm ci ended well, but {program} is missing.");
    }

    private static bool IsCurrent(string folder, string program) => File.Exists(program) && NodePackages.AreCurrent(folder);

    private static async Task InstallAsync(string folder, TextWriter console, TimeProvider time, CancellationToken cancellation)
    {
        await console.WriteLineAsync("Installing Azurite, the storage emulator, once: npm ci in tools/azurite …");
        var started = time.GetTimestamp();
        using var npm = Start(folder);
        var ended = npm.WaitForExitAsync(cancellation);
        try
        {
            while (await Task.WhenAny(ended, Task.Delay(TellEvery, time, cancellation)) != ended)
            {
                cancellation.ThrowIfCancellationRequested();
                await console.WriteLineAsync($"  … still installing after {time.GetElapsedTime(started).TotalSeconds:F0} s");
            }
            await ended;
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }
        if (npm.ExitCode != 0)
        {
            throw new LocalHostException(
                $"npm ci failed in {folder} with exit code {npm.ExitCode}; its own output is above. It needs a reachable npm registry. "
                    + "Or set OptOut:Storage to an Azure Storage connection string."
            );
        }
        await console.WriteLineAsync($"Azurite installed in {time.GetElapsedTime(started).TotalSeconds:F0} s.");
    }

    private static Process Start(string folder)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm") { WorkingDirectory = folder };
        foreach (var argument in NodePackages.Install)
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw Missing("npm", e);
        }
    }

    public static LocalHostException Missing(string command, Exception inner) =>
        new(
            $"'{command}' was not found in PATH. The local host runs on Azurite, which needs Node.js 20 or later with npm (https://nodejs.org). "
                + "Install it, or set OptOut:Storage to an Azure Storage connection string.",
            inner
        );
}

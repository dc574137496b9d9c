using System.ComponentModel;
using System.Diagnostics;

namespace OptOut.LocalHost;

/// <summary>
/// Azurite's program files in tools/azurite, installed from the pinned lock file by <c>npm ci</c> when missing or older than it.
/// </summary>
internal static class AzuriteInstallation
{
    /// <summary>The path of azurite.js, ready to run.</summary>
    public static async Task<string> EnsureAsync(string repository, TextWriter console, CancellationToken cancellation)
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
            TimeProvider.System,
            () => console.WriteLine("Waiting for another process that installs Azurite …"),
            cancellation
        );
        if (!IsCurrent(folder, program))
        {
            await InstallAsync(folder, console, cancellation);
        }
        return File.Exists(program) ? program : throw new LocalHostException($"npm ci ended well, but {program} is missing.");
    }

    private static bool IsCurrent(string folder, string program) => File.Exists(program) && NodePackages.AreCurrent(folder);

    private static async Task InstallAsync(string folder, TextWriter console, CancellationToken cancellation)
    {
        await console.WriteLineAsync("Installing Azurite, the storage emulator, once: npm ci in tools/azurite …");
        using var npm = Start(folder);
        await npm.WaitForExitAsync(cancellation);
        if (npm.ExitCode != 0)
        {
            throw new LocalHostException(
                $"npm ci failed in {folder} with exit code {npm.ExitCode}; its own output is above. It needs a reachable npm registry. "
                    + "Or set OptOut:Storage to an Azure Storage connection string."
            );
        }
    }

    private static Process Start(string folder)
    {
        try
        {
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            return Process.Start(new ProcessStartInfo(npm, NodePackages.Install) { WorkingDirectory = folder })!;
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

using System.Diagnostics;
using System.Reflection;
using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>Programs of tests/node, installed there from the pinned lock file when they are missing, as Azurite is.</summary>
internal static class NodePeers
{
    /// <summary>tests/node.</summary>
    public static readonly string Folder = Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!,
        "tests",
        "node"
    );

    /// <summary>The path of a file of a package.</summary>
    public static async Task<string> FileAsync(string path)
    {
        var file = Path.Combine(Folder, "node_modules", path);
        if (!NodePackages.AreCurrent(Folder))
        {
            var lockFile = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "..", "..", ".data")).FullName, "npm-ci-tests.lock");
            using var held = await FileLock.AcquireAsync(
                lockFile,
                TimeProvider.System,
                waiting: null,
                TestContext.Current.CancellationToken
            );
            if (!NodePackages.AreCurrent(Folder))
            {
                await RunAsync("npm", "", NodePackages.Install);
            }
        }

        return file;
    }

    /// <summary>Runs a script of tests/node: what it writes.</summary>
    public static async Task<string> ScriptAsync(string name, string input)
    {
        await FileAsync("");
        return (await RunAsync("node", input, name)).Trim();
    }

    /// <summary>Runs a program of a package, by its file below node_modules, in a folder: how it ended and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> ToolAsync(string folder, string file, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [await FileAsync(file), .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    private static async Task<string> RunAsync(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.ExitCode} {output}");
        return output;
    }
}

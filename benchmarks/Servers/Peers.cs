using System.Diagnostics;
using System.Globalization;

namespace OptOut.Benchmarks;

/// <summary>What others would write: installed or built from their lock files on first use.</summary>
internal static class Peers
{
    private static readonly string Folder = Path.Combine(Repository(), "benchmarks", "peers");

    /// <summary>Express as most teams write it: one row a STOP.</summary>
    /// <param name="storage">The connection string; null to keep nothing.</param>
    public static Task<ServerProcess> ExpressAsync(string? storage) => NodeAsync("server.mjs", storage);

    /// <summary>Express with receipt and ledger, in as many requests to storage as ours.</summary>
    public static Task<ServerProcess> CarefulExpressAsync(string storage) => NodeAsync("careful.mjs", storage);

    /// <summary>A minimal API in C# as a tutorial has it: one row a STOP.</summary>
    public static async Task<ServerProcess> TutorialAsync(string storage)
    {
        var project = Path.Combine(Folder, "tutorial");
        await Before.RunAsync(project, "dotnet", "build", "-c", "Release", "-v", "q", "-nologo", "-p:RestoreLockedMode=true");
        return await ServerProcess.StartAsync(
            "dotnet",
            [Path.Combine(project, "bin", "Release", "net10.0", "Tutorial.dll"), "--contentRoot", project, "--urls", "http://127.0.0.1:0"],
            Environment(storage)
        );
    }

    /// <summary>Microseconds that the official helper takes for one validation.</summary>
    public static async Task<(double Validation, double FromBody)> ValidateAsync(
        string url,
        string body,
        string signature,
        int slices,
        int inSlice
    )
    {
        await InstallAsync();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (
            var argument in (string[])
                [Path.Combine(Folder, "validate.mjs"), url, Webhooks.AuthToken, signature, body, $"{slices}", $"{inSlice}"]
        )
        {
            start.ArgumentList.Add(argument);
        }

        using var node = Process.Start(start)!;
        var printed = (await node.StandardOutput.ReadToEndAsync()).Split('\n');
        await node.WaitForExitAsync();
        return (double.Parse(printed[0], CultureInfo.InvariantCulture), double.Parse(printed[1], CultureInfo.InvariantCulture));
    }

    private static async Task<ServerProcess> NodeAsync(string script, string? storage)
    {
        await InstallAsync();
        return await ServerProcess.StartAsync("node", [Path.Combine(Folder, script)], Environment(storage));
    }

    private static Dictionary<string, string> Environment(string? storage)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["BASE_URL"] = Webhooks.BaseUrl,
            ["AUTH_TOKEN"] = Webhooks.AuthToken,
            ["NODE_ENV"] = "production",
        };
        if (storage is not null)
        {
            environment["STORAGE"] = storage;
        }

        return environment;
    }

    private static async Task InstallAsync()
    {
        // npm notes here what it installed last.
        var installed = Path.Combine(Folder, "node_modules", ".package-lock.json");
        if (
            File.Exists(installed)
            && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"))
        )
        {
            return;
        }

        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder })!;
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException("npm ci failed in benchmarks/peers.");
        }
    }

    /// <summary>The root of the repository that this was built from.</summary>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OptOutFunctions.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run the benchmarks from the repository.");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace OptOut.Benchmarks;

/// <summary>The Node peers, installed from their lock file on first use.</summary>
internal static class Peers
{
    private static readonly string Folder = Path.Combine(Repository(), "benchmarks", "peers");

    public static async Task<ServerProcess> ExpressAsync(string? storage)
    {
        await InstallAsync();
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

        return await ServerProcess.StartAsync("node", [Path.Combine(Folder, "server.mjs")], environment);
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

    private static async Task InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "twilio")))
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

using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace OptOut.IntegrationTests;

/// <summary>
/// Runs the real Bicep CLI of the package Azure.Bicep.CommandLine.linux-x64. It needs no network: infra/ uses no registry.
/// </summary>
internal static class BicepCli
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    // The CLI is a 200 MB process that compiles on start: two at once are as fast as twenty, and leave room for other tests.
    private static readonly SemaphoreSlim Places = new(2);

    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Infra { get; } = Path.Combine(Root, "infra");

    /// <summary>Skips, and says so, where the package's binary cannot run.</summary>
    public static void RequireLinuxX64()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            Assert.Skip(
                $"The Bicep CLI of the pinned package is for linux-x64; this is {RuntimeInformation.RuntimeIdentifier}. infra/ is not checked here."
            );
        }
    }

    public sealed record Outcome(int ExitCode, string Output, string Error);

    public static async Task<Outcome> RunAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null
    )
    {
        var cancel = TestContext.Current.CancellationToken;
        await Places.WaitAsync(cancel);
        try
        {
            var start = new ProcessStartInfo(Metadata("BicepCli"))
            {
                WorkingDirectory = folder ?? Infra,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            // What a developer has set for a deployment must not change what is tested.
            foreach (
                var name in start
                    .Environment.Keys.Where(k =>
                        k.StartsWith("OPTOUT_", StringComparison.Ordinal) || k.StartsWith("AZURE_", StringComparison.Ordinal)
                    )
                    .ToList()
            )
            {
                start.Environment.Remove(name);
            }

            foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start) ?? throw new InvalidOperationException("The Bicep CLI did not start.");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Timeout);
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(limit.Token);
                var error = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return new Outcome(process.ExitCode, await output, await error);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        finally
        {
            Places.Release();
        }
    }

    private static string Metadata(string key) =>
        typeof(BicepCli)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => string.Equals(a.Key, key, StringComparison.Ordinal))
            .Value
        ?? throw new InvalidOperationException($"The project file wrote no {key}.");
}

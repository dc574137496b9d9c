using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OptOut.IntegrationTests;

/// <summary>
/// The build takes the packages that the lock files name and no others: the build's own restore is red where a lock file was tampered with
/// or does not fit its project.
/// </summary>
public sealed partial class LockFileTests
{
    private const string Project = "src/OptOut.Language";

    [Fact]
    public void The_build_and_a_release_restore_by_the_lock_files()
    {
        foreach (var script in (string[])[".ci/run", "tools/release/pack"])
        {
            var restores = File.ReadLines(Path.Combine(BicepCli.Root, script))
                .Where(l => l.StartsWith("dotnet restore", StringComparison.Ordinal))
                .ToList();
            Assert.NotEmpty(restores);
            Assert.All(restores, l => Assert.Contains("--locked-mode", l, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_package_that_is_not_what_the_lock_file_says_fails_the_restore() =>
        Assert.Contains("NU1403", await RefusedAsync(text => Hash().Replace(text, "\"contentHash\": \"AAAA", 1)), StringComparison.Ordinal);

    [Fact]
    public async Task A_lock_file_that_does_not_fit_its_project_fails_the_restore() =>
        Assert.Contains(
            "NU1004",
            await RefusedAsync(text => Requested().Replace(text, "\"requested\": \"[0.0.1, )", 1)),
            StringComparison.Ordinal
        );

    /// <summary>What a locked restore of the smallest project says after a fault was planted into its lock file.</summary>
    private static async Task<string> RefusedAsync(Func<string, string> plant)
    {
        var cancel = TestContext.Current.CancellationToken;
        var copy = Directory.CreateTempSubdirectory("optout-lock-");
        try
        {
            var folder = copy.CreateSubdirectory(Project).FullName;
            foreach (var file in (string[])["Directory.Build.props", "Directory.Packages.props", "nuget.config", "global.json"])
            {
                File.Copy(Path.Combine(BicepCli.Root, file), Path.Combine(copy.FullName, file));
            }

            File.Copy(Path.Combine(BicepCli.Root, Project, "OptOut.Language.csproj"), Path.Combine(folder, "OptOut.Language.csproj"));
            var locked = await File.ReadAllTextAsync(Path.Combine(BicepCli.Root, Project, "packages.lock.json"), cancel);
            var planted = plant(locked);
            Assert.NotEqual(locked, planted);
            await File.WriteAllTextAsync(Path.Combine(folder, "packages.lock.json"), planted, cancel);

            // The packages are there already; only the comparison is wanted, so nothing is asked of the network.
            var start = new ProcessStartInfo("dotnet", ["restore", "--locked-mode", "-p:NuGetAudit=false", "-nodeReuse:false"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            using var restore = Process.Start(start)!;
            var said = await restore.StandardOutput.ReadToEndAsync(cancel);
            await restore.WaitForExitAsync(cancel);
            Assert.Equal(1, restore.ExitCode);
            return said;
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    [GeneratedRegex("\"contentHash\": \"....", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hash();

    [GeneratedRegex("\"requested\": \"\\[[^,]+, \\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Requested();
}

using System.Diagnostics;

namespace OptOut.Benchmarks;

/// <summary>This repository as it was at an earlier commit, in a folder of its own outside it; gone afterwards.</summary>
internal sealed class Before : IAsyncDisposable
{
    private readonly string repository;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("optout-before-");

    private Before(string repository) => this.repository = repository;

    /// <summary>Its root.</summary>
    public string Root => Path.Combine(folder.FullName, "tree");

    /// <param name="repository">The root of this repository, with its history.</param>
    /// <param name="commit">The commit.</param>
    public static async Task<Before> AtAsync(string repository, string commit)
    {
        var before = new Before(repository);
        await RunAsync(repository, "git", "worktree", "add", "--detach", "--quiet", before.Root, commit);
        return before;
    }

    /// <summary>Builds a project of it for release.</summary>
    public static Task BuildAsync(string project) =>
        RunAsync(
            Path.GetDirectoryName(project)!,
            "dotnet",
            "build",
            project,
            "-c",
            "Release",
            "-v",
            "q",
            "-nologo",
            "-p:RunAnalyzers=false"
        );

    /// <summary>Runs a program to its end and takes what it printed.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? printed
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {printed}");
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(repository, "git", "worktree", "remove", "--force", Root);
        folder.Delete(recursive: true);
    }
}

using System.Text.RegularExpressions;

namespace OptOut.Tests;

/// <summary>What documents lead to exists, and every decision can be found.</summary>
public partial class DocumentTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file()
    {
        var documents = Directory
            .EnumerateFiles(Documents.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Documents.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .ToArray();
        Assert.InRange(documents.Length, 25, 200);
        Assert.All(
            documents,
            document =>
                Assert.All(
                    Link().Matches(File.ReadAllText(document)).Select(m => m.Groups["path"].Value),
                    path =>
                        Assert.True(
                            Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, path)),
                            $"{Path.GetFileName(document)}: {path}"
                        )
                )
        );
    }

    [Fact]
    public void Every_decision_stands_in_the_index()
    {
        var folder = Path.Combine(Documents.Root, "docs", "adr");
        var index = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.All(
            Directory.EnumerateFiles(folder, "0*.md").Select(f => Path.GetFileName(f)!),
            file => Assert.Contains($"[{file[..4]}]({file})", index, StringComparison.Ordinal)
        );
    }

    [GeneratedRegex(@"\]\((?!https?:|mailto:|#)(?<path>[^)#\s]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}

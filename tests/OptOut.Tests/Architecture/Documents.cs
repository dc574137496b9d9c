using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace OptOut.Tests;

/// <summary>The documents of the repository, and whether what they name exists.</summary>
internal static partial class Documents
{
    public static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    private static readonly string Tests = string.Concat(
        Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)
    );

    /// <summary>The rows of a document's tables, without their heads, which begin with this word.</summary>
    public static string[][] Rows(string document, string head) =>
        [
            .. File.ReadLines(Path.Combine(Root, "docs", document))
                .Where(line =>
                    line.StartsWith('|')
                    && !line.StartsWith($"| {head}", StringComparison.Ordinal)
                    && !line.StartsWith("| ---", StringComparison.Ordinal)
                )
                .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
        ];

    /// <summary>What a cell names as code.</summary>
    public static IEnumerable<string> Spans(string cell) => Span().Matches(cell).Select(m => m.Groups["code"].Value);

    public static void AssertFileExists(string file) => Assert.True(File.Exists(Path.Combine(Root, file)), file);

    /// <summary>A test named as <c>Class.Method</c>.</summary>
    public static void AssertTestExists(string name)
    {
        var (type, method) = (
            name[..name.IndexOf('.', StringComparison.Ordinal)],
            name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]
        );
        Assert.Matches($@"class {type}\b", Tests);
        Assert.Matches($@"(void|Task) {method}\(", Tests);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Span();
}

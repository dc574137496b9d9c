using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace OptOut.Tests;

/// <summary>docs/policy-matrix.md leads from each clause of the policy to what exists.</summary>
public partial class PolicyMatrixTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>The rows of its tables: clause, how, rule, where, test.</summary>
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(Root, "docs", "policy-matrix.md")).Where(line => line.StartsWith('|') && !line.StartsWith("| clause", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static readonly string Tests = string.Concat(
        Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    [Fact]
    public void Every_clause_says_how_it_is_held_and_what_is_held_has_a_rule_a_place_and_a_test()
    {
        Assert.InRange(Rows.Length, 30, 100);
        Assert.All(Rows, row =>
        {
            Assert.Equal(5, row.Length);
            Assert.Matches("^(enforced|obliged|sender's own)", row[1]);
            Assert.True(row[1].StartsWith("sender's own", StringComparison.Ordinal) || (Digit().IsMatch(row[2]) && Spans(row[3]).Any() && Spans(row[4]).Any()), row[0]);
        });
    }

    [Fact]
    public void Every_file_it_names_exists() =>
        Assert.All(Rows.SelectMany(row => Spans(row[3])), file => Assert.True(File.Exists(Path.Combine(Root, file)), file));

    [Fact]
    public void Every_test_it_names_exists() => Assert.All(Rows.SelectMany(row => Spans(row[4])), name =>
    {
        var (type, method) = (name[..name.IndexOf('.', StringComparison.Ordinal)], name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        Assert.Matches($@"class {type}\b", Tests);
        Assert.Matches($@"(void|Task) {method}\(", Tests);
    });

    private static IEnumerable<string> Spans(string cell) => Span().Matches(cell).Select(m => m.Groups["code"].Value);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Span();

    [GeneratedRegex("[0-9]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Digit();
}

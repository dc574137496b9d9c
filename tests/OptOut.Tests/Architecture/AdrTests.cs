using System.Globalization;
using System.Text.RegularExpressions;

namespace OptOut.Tests;

/// <summary>The decisions in docs/adr have one form, stand in the index under their title, and name only what exists.</summary>
public partial class AdrTests
{
    private static readonly string Folder = Path.Combine(Documents.Root, "docs", "adr");

    private static readonly string[] Parts = ["Status", "Context", "Decision", "Consequences"];

    /// <summary>Names of .NET's and of SDKs that decisions speak of and no source of ours uses: they were decided against.</summary>
    private static readonly string[] NotOurs = ["TimeZoneInfo", "OpenWrite"];

    private static readonly HashSet<string> Sources = Words();

    /// <summary>File names, so that a failure says which decision it is about.</summary>
    public static TheoryData<string> Files =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.md")
                .Select(f => Path.GetFileName(f)!)
                .Where(f => f != "README.md")
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void There_are_decisions_and_each_has_a_number_of_its_own()
    {
        var numbers = Files.Select(file => file.Data[..4]).ToArray();
        Assert.InRange(numbers.Length, 40, 500);
        Assert.Equal(numbers.Distinct(StringComparer.Ordinal), numbers);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_has_its_number_a_title_and_the_four_parts(string file)
    {
        var lines = Read(file).Split('\n');
        Assert.Matches($"^# {file[..4]} [A-Z].*[^.:]$", lines[0]);
        Assert.Equal(Parts, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));
        Assert.All(Parts, part => Assert.NotEmpty(Part(file, part)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Its_status_is_accepted_or_superseded_with_the_date(string file)
    {
        var status = Status().Match(Part(file, "Status"));
        Assert.True(status.Success, "The status begins with 'Accepted on 2026-11-27.' or 'Superseded by [0411](0411-….md) on …'.");
        var date = status.Groups["date"].ValueSpan;
        Assert.True(DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), status.Value);
        Assert.True(!status.Groups["by"].Success || File.Exists(Path.Combine(Folder, status.Groups["by"].Value)), status.Value);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_stands_in_the_index_under_its_title(string file) =>
        Assert.Contains($"- [{file[..4]}]({file}) {Read(file).Split('\n')[0][7..]}", File.ReadAllLines(Path.Combine(Folder, "README.md")));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_and_folder_that_it_names_exists(string file) =>
        Assert.All(
            Named().Matches(Read(file)).Select(m => m.Value),
            path => Assert.True(Path.Exists(Path.Combine(Documents.Root, path)), path)
        );

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_type_that_it_names_exists(string file) =>
        Assert.All(
            Documents
                .Spans(Read(file))
                .Where(span => !span.StartsWith("Microsoft.", StringComparison.Ordinal))
                .SelectMany(span => span.Split('.'))
                .Where(word => Type().IsMatch(word))
                .Except(NotOurs, StringComparer.Ordinal),
            word => Assert.True(Sources.Contains(word), word)
        );

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");

    private static string Part(string file, string name)
    {
        var text = Read(file);
        var begin = text.IndexOf($"\n## {name}\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"{file} has no part '{name}'.");
        var end = text.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        return text[(text.IndexOf('\n', begin + 1) + 1)..(end < 0 ? text.Length : end)].Trim();
    }

    /// <summary>Every word of the sources, of infra, and of the tests but this one.</summary>
    private static HashSet<string> Words() =>
        [
            .. new[] { ("src", "*.cs"), ("tests", "*.cs"), ("tools", "*.cs"), ("infra", "*.bicep") }
                .SelectMany(kind =>
                    Directory.EnumerateFiles(Path.Combine(Documents.Root, kind.Item1), kind.Item2, SearchOption.AllDirectories)
                )
                .Where(file => Path.GetFileName(file) != "AdrTests.cs")
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules"))
                .SelectMany(file => Word().Matches(File.ReadAllText(file)).Select(m => m.Value)),
        ];

    [GeneratedRegex(
        @"^(Accepted|Superseded by \[[0-9]{4}\]\((?<by>[0-9]{4}-[a-z0-9-]+\.md)\)) on (?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[.;]",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Status();

    [GeneratedRegex(@"(?<![\w/.])(src|tests|tools|benchmarks|infra)/[\w./-]*\w", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    /// <summary>Two words in one at least: one alone may as well be a field or a value.</summary>
    [GeneratedRegex("^I?([A-Z][a-z0-9]+){2,}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Type();

    [GeneratedRegex("[A-Z][A-Za-z0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}

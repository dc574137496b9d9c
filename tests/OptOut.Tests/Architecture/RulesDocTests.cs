using System.Globalization;
using System.Text.RegularExpressions;

namespace OptOut.Tests;

/// <summary>docs/rules.md numbers the rules, and what code, tests and documents cite is one of them.</summary>
public partial class RulesDocTests
{
    private const int Last = 43;
    private static readonly string[] Document = File.ReadAllLines(Path.Combine(Documents.Root, "docs", "rules.md"));

    /// <summary>Numbers of rules that code, tests or other documents cite, with one file for each.</summary>
    private static readonly Dictionary<int, string> Cited = FindCitations();

    [Fact]
    public void Rules_1_to_43_stand_there_once_each_and_in_order() =>
        Assert.Equal(
            Enumerable.Range(1, Last),
            Document.Select(line => Heading().Match(line)).Where(m => m.Success).Select(m => Number(m.Groups["n"].Value))
        );

    [Fact]
    public void Every_number_that_is_cited_is_a_rules() =>
        Assert.All(Cited, cited => Assert.True(cited.Key is >= 1 and <= Last, $"{cited.Value} cites rule {cited.Key}"));

    [Fact]
    public void Every_rule_is_cited_or_still_planned() =>
        Assert.All(
            Paragraphs(),
            rule =>
                Assert.True(
                    Cited.ContainsKey(rule.Number) || rule.Text.StartsWith("*Planned.*", StringComparison.Ordinal),
                    $"Nothing cites rule {rule.Number}"
                )
        );

    [Fact]
    public void Every_test_it_names_exists() =>
        Assert.All(
            Document
                .Where(line => line.StartsWith("Code: ", StringComparison.Ordinal))
                .SelectMany(line => Documents.Spans(line[line.IndexOf("Tests: ", StringComparison.Ordinal)..])),
            Documents.AssertTestExists
        );

    [Fact]
    public void Every_rule_that_is_built_says_where_and_how_it_is_tested() =>
        Assert.All(
            Paragraphs().Where(rule => !rule.Text.StartsWith("*Planned.*", StringComparison.Ordinal)),
            rule => Assert.Matches(@"Code: \[.*\. Tests: `", rule.Text)
        );

    [Theory]
    [InlineData("rule 8", new[] { 8 })]
    [InlineData("(rules 4 to 7, 10; ADR 0006)", new[] { 4, 5, 6, 7, 10 })]
    [InlineData("Rules 12, 25 and 30: what", new[] { 12, 25, 30 })]
    [InlineData("rules 8 or 9", new[] { 8, 9 })]
    [InlineData("void Rule14_22_a_default_campaign()", new[] { 14, 22 })]
    [InlineData("rule 44", new[] { 44 })]
    [InlineData("rule 7's, 30 texts", new[] { 7 })]
    public void Citations_are_found(string text, int[] numbers) => Assert.Equal(numbers, Citations(text));

    private static IEnumerable<(int Number, string Text)> Paragraphs()
    {
        var text = string.Join('\n', Document);
        var headings = Heading().Matches(text);
        return headings.Select(
            (heading, i) =>
            {
                var body = text[(heading.Index + heading.Length)..(i + 1 < headings.Count ? headings[i + 1].Index : text.Length)];
                return (Number(heading.Groups["n"].Value), body[(body.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim());
            }
        );
    }

    private static Dictionary<int, string> FindCitations()
    {
        var found = new Dictionary<int, string>();
        foreach (var folder in new[] { "src", "tests", "docs" })
        {
            var files = Directory
                .EnumerateFiles(Path.Combine(Documents.Root, folder), "*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".json")
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules"))
                .Where(file => Path.GetFileName(file) is not "rules.md" and not "RulesDocTests.cs");
            foreach (var file in files)
            {
                foreach (var number in Citations(File.ReadAllText(file)))
                {
                    found.TryAdd(number, file);
                }
            }
        }

        return found;
    }

    private static int[] Citations(string text) =>
        [
            .. InWords().Matches(text).SelectMany(m => Numbers(m.Groups["list"].Value)),
            .. InNames().Matches(text).SelectMany(m => m.Groups["n"].Captures.Select(c => Number(c.Value))),
        ];

    private static IEnumerable<int> Numbers(string list)
    {
        foreach (Match part in Range().Matches(list))
        {
            var first = Number(part.Groups["first"].Value);
            var last = part.Groups["last"].Success ? Number(part.Groups["last"].Value) : first;
            foreach (var number in Enumerable.Range(first, last - first + 1))
            {
                yield return number;
            }
        }
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^### Rule (?<n>[0-9]+): \S", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"\b[rR]ules?[ ](?<list>[0-9]{1,2}(?![0-9])((,[ ]|[ ]and[ ]|[ ]or[ ]|[ ]to[ ])[0-9]{1,2}(?![0-9]))*)",
        RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex InWords();

    [GeneratedRegex(@"\bRule(?<n>[0-9]{1,2})(_(?<n>[0-9]{1,2}))*_[a-zA-Z]", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex InNames();

    [GeneratedRegex("(?<first>[0-9]+)([ ]to[ ](?<last>[0-9]+))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();
}

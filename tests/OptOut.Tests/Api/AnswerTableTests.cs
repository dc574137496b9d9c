using System.Text.RegularExpressions;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>What the reference of the API says of answers and of problems is about all of them.</summary>
public sealed partial class AnswerTableTests
{
    [Fact]
    public void Rule24_25_every_reason_and_every_obligation_is_explained()
    {
        Assert.Equal(Enum.GetValues<Reason>(), AnswerTables.Reasons.Keys.Order());
        Assert.Equal(Enum.GetValues<Obligation>(), AnswerTables.Obligations.Keys.Order());
        Assert.Equal(
            [Reason.Consented, Reason.PriorRelationship, Reason.Conversation, Reason.OptInRequest],
            AnswerTables.Reasons.Where(r => r.Value.Allows).Select(r => r.Key).Order()
        );
        Assert.Contains("| `opted-out` | no |", AnswerTables.Markdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_type_of_problem_in_the_code_has_a_page()
    {
        var used = Directory
            .EnumerateFiles(Path.Combine(Documents.Root, "src", "OptOut.Http"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => TypeOfProblem.Matches(File.ReadAllText(file)).Select(match => match.Groups["type"].Value))
            .Append("invalid")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        Assert.Equal(ProblemType.All.Keys.Order(StringComparer.Ordinal), used);
    }

    [GeneratedRegex(
        """(?:Problems\.|=> |\b)(?:Of|Conflict|Unprocessable)\(\s*(?:(?:StatusCodes\.\w+|status),\s*)?"(?<type>[a-z-]+)",""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex TypeOfProblem { get; }
}

using System.Text.RegularExpressions;

namespace OptOut.Tests;

/// <summary>docs/policy-matrix.md leads from each clause of the policy to what exists.</summary>
public partial class PolicyMatrixTests
{
    /// <summary>The rows of its tables: clause, how, rule, where, test.</summary>
    private static readonly string[][] Rows = Documents.Rows("policy-matrix.md", "clause");

    [Fact]
    public void Every_clause_says_how_it_is_held_and_what_is_held_has_a_rule_a_place_and_a_test()
    {
        Assert.InRange(Rows.Length, 30, 100);
        Assert.All(
            Rows,
            row =>
            {
                Assert.Equal(5, row.Length);
                Assert.Matches("^(enforced|obliged|sender's own)", row[1]);
                Assert.True(
                    row[1].StartsWith("sender's own", StringComparison.Ordinal)
                        || (Digit().IsMatch(row[2]) && Documents.Spans(row[3]).Any() && Documents.Spans(row[4]).Any()),
                    row[0]
                );
            }
        );
    }

    [Fact]
    public void Every_file_it_names_exists() => Assert.All(Rows.SelectMany(row => Documents.Spans(row[3])), Documents.AssertFileExists);

    [Fact]
    public void Every_test_it_names_exists() => Assert.All(Rows.SelectMany(row => Documents.Spans(row[4])), Documents.AssertTestExists);

    [GeneratedRegex("[0-9]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Digit();
}

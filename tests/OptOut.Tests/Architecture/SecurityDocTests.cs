namespace OptOut.Tests;

/// <summary>docs/security.md leads from each threat to what stops it and to the tests that show it.</summary>
public class SecurityDocTests
{
    /// <summary>The rows of its tables: threat, what stops it, tests.</summary>
    private static readonly string[][] Rows = Documents.Rows("security.md", "threat");

    [Fact]
    public void Every_threat_has_what_stops_it_and_a_test()
    {
        Assert.InRange(Rows.Length, 25, 60);
        Assert.All(Rows, row => Assert.True(row.Length == 3 && row[1].Length > 0 && Documents.Spans(row[2]).Any(), row[0]));
    }

    [Fact]
    public void Every_test_it_names_exists() => Assert.All(Rows.SelectMany(row => Documents.Spans(row[2])), Documents.AssertTestExists);
}

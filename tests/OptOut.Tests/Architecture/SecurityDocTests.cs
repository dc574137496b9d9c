namespace OptOut.Tests;

/// <summary>
/// docs/security.md leads from each threat, and from each entry of OWASP's lists, to what stops it and to the tests that show it.
/// </summary>
public class SecurityDocTests
{
    // The first words of its tables' heads; the rows of these lead to tests as the threats do.
    private static readonly string[] Standards = ["risk", "chapter"],
        Heads = ["threat", "crossing", "key", "he", .. Standards];

    /// <summary>The rows of each table, by the first word of its head.</summary>
    private static readonly ILookup<string, string[]> Tables = Split();

    [Fact]
    public void Every_threat_has_what_stops_it_and_a_test()
    {
        Assert.InRange(Tables["threat"].Count(), 25, 60);
        Assert.All(
            Tables["threat"].Concat(Standards.SelectMany(head => Tables[head])),
            row => Assert.True(row.Length == 3 && row[1].Length > 0 && Documents.Spans(row[2]).Any(), row[0])
        );
    }

    [Fact]
    public void Every_test_and_file_it_names_exists()
    {
        var named = Tables["threat"]
            .Concat(Standards.SelectMany(head => Tables[head]))
            .SelectMany(row => Documents.Spans(row[2]))
            .Concat(
                Tables["he"]
                    .SelectMany(row => row.Skip(1))
                    .SelectMany(Documents.Spans)
                    .Where(span => span.Contains('.', StringComparison.Ordinal))
            )
            .ToArray();
        Assert.True(named.Length > 100);
        foreach (var name in named)
        {
            if (name.Contains('/', StringComparison.Ordinal))
            {
                Documents.AssertFileExists(name);
            }
            else
            {
                Documents.AssertTestExists(name);
            }
        }
    }

    [Theory]
    [InlineData("risk", "API", 10)] // https://owasp.org/API-Security/editions/2023/en/0x11-t10/
    [InlineData("chapter", "V", 17)] // https://owasp.org/www-project-application-security-verification-standard/
    public void No_entry_of_a_standard_is_left_out(string table, string letters, int count) =>
        Assert.Equal(Enumerable.Range(1, count).Select(n => $"{letters}{n}"), Tables[table].Select(row => row[0].Split(' ')[0]));

    [Fact]
    public void Every_key_that_can_be_lost_has_its_way_out()
    {
        Assert.Equal(7, Tables["key"].Count());
        Assert.All(Tables["key"], row => Assert.True(row.Length == 4 && row.All(cell => cell.Length > 0), row[0]));
    }

    private static ILookup<string, string[]> Split()
    {
        var head = "";
        var rows = new List<(string Head, string[] Row)>();
        foreach (var row in Documents.Rows("security.md", "---"))
        {
            if (Heads.Contains(row[0], StringComparer.Ordinal))
            {
                head = row[0];
            }
            else
            {
                rows.Add((head, row));
            }
        }

        return rows.ToLookup(r => r.Head, r => r.Row, StringComparer.Ordinal);
    }
}

namespace OptOut.Tests;

/// <summary>docs/limits.md says what the code says.</summary>
public sealed class LimitsDocTests
{
    public static TheoryData<string, string, string> Limits =>
        [.. Documents.Rows("limits.md", "what").Select(row => (row[0], Documents.Spans(row[^1]).First(), Documents.Spans(row[^1]).Last()))];

    [Fact]
    public void There_are_some() => Assert.InRange(Limits.Count, 30, 80);

    [Theory]
    [MemberData(nameof(Limits))]
    public void The_code_has_each_limit_of_the_table(string what, string file, string constant)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Documents.Root, "src"), file, SearchOption.AllDirectories);
        Assert.True(
            files.Any(path =>
                File.ReadAllText(path).Contains(constant + ";", StringComparison.Ordinal)
                || File.ReadAllText(path).Contains(constant + ",", StringComparison.Ordinal)
            ),
            $"{what}: {file} does not say {constant}."
        );
    }
}

using System.Text.RegularExpressions;

namespace OptOut.Tests;

/// <summary>What .editorconfig says of the form of the code and no analyzer holds: width, and one dialect of names.</summary>
public sealed class SourceFormTests
{
    private const int MaxWidth = 140;

    private static readonly (string File, string[] Lines)[] Sources =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Documents.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Select(file => (file, File.ReadAllLines(file))),
    ];

    [Fact]
    public void No_line_is_wider_than_140_columns_but_for_a_text_that_nobody_breaks() =>
        Assert.Empty(Lines((_, line) => line.Length > MaxWidth && !line.Contains('"', StringComparison.Ordinal)));

    [Fact]
    public void No_private_field_begins_with_an_underscore() =>
        Assert.Empty(Lines((_, line) => Regex.IsMatch(line, @"^\s*private\b[^(=]*\s_[a-z]", RegexOptions.NonBacktracking)));

    private static IEnumerable<string> Lines(Func<string, string, bool> isWrong) =>
        from source in Sources
        from line in source.Lines.Select((text, i) => (text, Number: i + 1))
        where isWrong(source.File, line.text)
        select $"{source.File}:{line.Number}";
}

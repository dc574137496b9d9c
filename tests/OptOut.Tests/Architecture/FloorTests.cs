namespace OptOut.Tests;

/// <summary>The core's floors are used one way only, and the test that says so sees a use that goes the wrong way.</summary>
public class FloorTests
{
    private static readonly string Core = Path.Combine(Documents.Root, "src", "OptOut");

    private static readonly Dictionary<string, string> Sources = Directory
        .EnumerateFiles(Core, "*.cs", SearchOption.AllDirectories)
        .Select(file => (File: file, Name: Path.GetRelativePath(Core, file).Replace('\\', '/')))
        .Where(s => !s.Name.StartsWith("obj/", StringComparison.Ordinal) && !s.Name.StartsWith("bin/", StringComparison.Ordinal))
        .ToDictionary(s => s.Name, s => File.ReadAllText(s.File), StringComparer.Ordinal);

    private static readonly Microsoft.CodeAnalysis.Compilation Compiled = Floors.Of(Sources);

    [Fact]
    public void Every_file_of_the_core_lies_on_a_floor() =>
        Assert.All(
            Sources.Keys,
            name => Assert.True(name.Contains('/', StringComparison.Ordinal) && Floors.FloorOf(name) < Floors.Order.Length, name)
        );

    [Fact]
    public void Floors_use_only_the_floors_before_them() => Assert.Empty(Floors.WrongArrows(Compiled));

    [Theory]
    [InlineData("Ledger/Planted.cs", "namespace OptOut; internal sealed record Planted(CheckAnswer Answer);", "Checks/CheckAnswer.cs")]
    [InlineData(
        "Shared/Planted.cs",
        "namespace OptOut; internal static class Planted { public static object Of(object x) => x as Brand ?? x; }",
        "Accounts/Brand.cs"
    )]
    [InlineData(
        "Rules/Planted.cs",
        "namespace OptOut; internal static class Planted { public static System.Type Of() => typeof(IRecipientStore); }",
        "Ports/IRecipientStore.cs"
    )]
    [InlineData(
        "Accounts/Planted.cs",
        "namespace OptOut; internal static class Planted { public static System.Collections.Generic.List<Receipt> Of() => []; }",
        "Ledger/Receipt.cs"
    )]
    public void A_planted_use_of_a_later_floor_is_found(string path, string source, string used) =>
        Assert.Contains(
            Floors.WrongArrows(Compiled, path, source),
            arrow => arrow.StartsWith($"{path} uses {used}", StringComparison.Ordinal)
        );

    /// <summary>Not by its name alone: a member that somebody hands over counts, too.</summary>
    [Fact]
    public void A_member_of_a_later_floor_is_found_without_its_types_name()
    {
        var sources = new Dictionary<string, string>
        {
            ["Checks/A.cs"] = "namespace OptOut; internal class A { public string Word => \"\"; }",
            ["Inputs/B.cs"] = "namespace OptOut; internal class B { public A Inner { get; set; } }",
            ["Ledger/C.cs"] = "namespace OptOut; internal class C { public static object Of(B b) => b.Inner.Word; }",
        };
        Assert.Equal(
            [
                "Inputs/B.cs uses Checks/A.cs",
                "Ledger/C.cs uses Checks/A.cs",
                "Ledger/C.cs uses Inputs/B.cs",
                "Ledger/C.cs uses Inputs/B.cs",
            ],
            Floors
                .WrongArrows(Floors.Of(sources))
                .Select(arrow => arrow[..arrow.IndexOf(" (", StringComparison.Ordinal)])
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_use_of_an_earlier_floor_is_allowed() =>
        Assert.Empty(
            Floors.WrongArrows(
                Compiled,
                "UseCases/Planted.cs",
                "namespace OptOut; internal sealed record Planted(Receipt Receipt, CheckAnswer Answer);"
            )
        );
}

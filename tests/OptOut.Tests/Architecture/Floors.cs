using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OptOut.Tests;

/// <summary>The folders of the core as floors: code of one uses only what is declared on its own floor or on one before it.</summary>
internal static class Floors
{
    public static readonly string[] Order =
    [
        "Shared",
        "Accounts",
        "Addresses",
        "Ledger",
        "Inputs",
        "Rules",
        "Checks",
        "Ports",
        "Transactions",
        "UseCases",
    ];

    private static readonly CSharpParseOptions Options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading; global using System.Threading.Tasks; global using OptOut.Language;",
        Options
    );

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) is not ("OptOut" or "OptOut.Tests"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Sources to look at, by a path that begins with the floor.</summary>
    public static Compilation Of(IEnumerable<KeyValuePair<string, string>> sources) =>
        CSharpCompilation.Create(
            "Floors",
            [.. sources.Select(s => Parse(s.Key, s.Value)), ImplicitUsings],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );

    /// <summary>Every use that goes the wrong way, as <c>Rules/A.cs uses Checks/B.cs (B.Member)</c>.</summary>
    public static IReadOnlyList<string> WrongArrows(Compilation sources) =>
        [.. sources.SyntaxTrees.SelectMany(tree => WrongArrows(sources, tree))];

    /// <summary>The same of one more file.</summary>
    public static IReadOnlyList<string> WrongArrows(Compilation sources, string path, string source)
    {
        var planted = Parse(path, source);
        return [.. WrongArrows(sources.AddSyntaxTrees(planted), planted)];
    }

    /// <summary>
    /// The folder's place in <see cref="Order"/>; a folder that is no floor is after all of them, so that nothing may use it.
    /// </summary>
    public static int FloorOf(string path) =>
        Array.IndexOf(Order, path[..path.IndexOf('/', StringComparison.Ordinal)]) is >= 0 and var floor ? floor : Order.Length;

    private static IEnumerable<string> DeclarationsOf(ISymbol? used) =>
        used is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol
            ? []
            : used
                .DeclaringSyntaxReferences.Select(r => r.SyntaxTree.FilePath)
                .Where(path => path.Contains('/', StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> WrongArrows(Compilation sources, SyntaxTree tree)
    {
        var model = sources.GetSemanticModel(tree);
        return from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            let used = model.GetSymbolInfo(name).Symbol
            from declared in DeclarationsOf(used)
            where FloorOf(declared) > FloorOf(tree.FilePath)
            select $"{tree.FilePath} uses {declared} ({used!.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)})";
    }

    private static SyntaxTree Parse(string path, string source) => CSharpSyntaxTree.ParseText(source, Options, path.Replace('\\', '/'));
}

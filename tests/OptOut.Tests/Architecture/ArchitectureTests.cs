using System.Runtime.CompilerServices;
using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace OptOut.Tests;

/// <summary>Dependencies point one way: heads → Http → (Twilio, OptOut); Azure → OptOut; OptOut → nothing.</summary>
public class ArchitectureTests
{
    // About 250 lines as one writes them: the formatter gives each argument of a long call a line.
    private const int MaxLines = 325;

    private static readonly System.Reflection.Assembly Rules = typeof(MessageRules).Assembly;
    private static readonly System.Reflection.Assembly Wire = typeof(Twilio.TwilioSignature).Assembly;
    private static readonly System.Reflection.Assembly Storage = typeof(Azure.TableRecipientStore).Assembly;
    private static readonly System.Reflection.Assembly Endpoints = typeof(Http.OptOutEndpoints).Assembly;

    private static readonly Architecture Loaded = new ArchLoader().LoadAssemblies(Rules, Wire, Storage, Endpoints).Build();

    /// <summary>What each project may refer to, of ours.</summary>
    [Theory]
    [InlineData("OptOut.Language", "")]
    [InlineData("OptOut", "OptOut.Language")]
    [InlineData("OptOut.Twilio", "")]
    [InlineData("OptOut.Azure", "OptOut")]
    [InlineData("OptOut.Http", "OptOut OptOut.Twilio")]
    [InlineData("OptOut.TwilioApi", "OptOut")]
    [InlineData("OptOut.LocalHost", "OptOut OptOut.Azure OptOut.Http OptOut.Twilio OptOut.TwilioApi")]
    [InlineData("OptOut.Client", "")]
    [InlineData("OptOutFunctions", "OptOut OptOut.Azure OptOut.Http OptOut.Twilio OptOut.TwilioApi")]
    public void Projects_refer_one_way(string project, string allowed)
    {
        var references = XDocument
            .Load(Path.Combine(Source(), project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(allowed.Split(' '), StringComparer.Ordinal));
    }

    [Fact]
    public void Types_depend_one_way()
    {
        Apart(Rules, Wire, Storage, Endpoints);
        Apart(Wire, Rules, Storage, Endpoints);
        Apart(Storage, Wire, Endpoints);
        Apart(Endpoints, Storage);
    }

    [Fact]
    public void The_rules_know_neither_web_nor_cloud_nor_clock()
    {
        string[] foreign = ["Microsoft.AspNetCore", "Azure.", "Twilio", "System.Net", "System.IO.File", "System.Threading.Timer"];
        Assert.DoesNotContain(Dependencies(Rules), name => foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
        // The same check finds a planted fault.
        Assert.Contains(Dependencies(Endpoints), name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Ledger")]
    [InlineData("Inputs")]
    [InlineData("Rules")]
    [InlineData("Checks")]
    public void The_rules_take_time_as_a_parameter(string folder) =>
        Assert.DoesNotContain(
            Files(Path.Combine(Source(), "OptOut", folder)),
            file => File.ReadAllText(file).Contains("TimeProvider", StringComparison.Ordinal)
        );

    [Fact]
    public void Files_are_small() =>
        Assert.DoesNotContain(
            Files(Source()).Select(file => (Name: Path.GetFileName(file), Lines: File.ReadLines(file).Count())),
            f => f.Lines > MaxLines
        );

    [Fact]
    public void Interfaces_are_ports()
    {
        var ports = string.Concat(Files(Path.Combine(Source(), "OptOut", "Ports")).Select(File.ReadAllText));
        Assert.All(
            Rules.GetTypes().Where(t => t.IsInterface),
            t => Assert.Contains($"interface {t.Name}", ports, StringComparison.Ordinal)
        );
    }

    private static void Apart(System.Reflection.Assembly from, params System.Reflection.Assembly[] others)
    {
        foreach (var other in others)
        {
            IArchRule rule = Types().That().ResideInAssembly(from).Should().NotDependOnAny(Types().That().ResideInAssembly(other));
            rule.Check(Loaded);
        }
    }

    private static IEnumerable<string> Dependencies(System.Reflection.Assembly assembly) =>
        Loaded
            .Types.Where(type =>
                type.Assembly.Name.StartsWith(assembly.GetName().Name + ",", StringComparison.Ordinal)
                || type.Assembly.Name == assembly.GetName().Name
            )
            .SelectMany(type => type.GetTypeDependencies())
            .Select(type => type.FullName);

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string Source([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "src"));
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>
/// The OpenAPI document before other people's tools: Spectral lints it, openapi-typescript makes types of it, and TypeScript is compiled
/// against those.
/// </summary>
public sealed class OpenApiToolTests(ApiHost host)
{
    private const string Spectral = "@stoplight/spectral-cli/dist/index.js",
        Types = "openapi-typescript/bin/cli.js",
        Compiler = "typescript/bin/tsc";
    private const string Given = "document.json",
        Planted = "planted.json";

    [Fact]
    public async Task Spectral_finds_nothing_in_it_and_finds_a_planted_fault()
    {
        using var folder = new TemporaryDirectory();
        var document = await DocumentAsync();
        await WriteAsync(folder, Given, document);
        var check = JsonNode.Parse(document)!;
        // An example that its schema does not allow, and an operation without a name.
        check["paths"]!["/api/checks"]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"] = new JsonObject
        {
            ["cheques"] = new JsonArray(),
        };
        check["paths"]!["/api/sends"]!["post"]!.AsObject().Remove("operationId");
        await WriteAsync(folder, Planted, check.ToJsonString());

        var (_, output) = await NodePeers.ToolAsync(
            folder.Path,
            Spectral,
            "lint",
            Given,
            Planted,
            "--ruleset",
            Path.Combine(NodePeers.Folder, "spectral.mjs"),
            "--format",
            "json",
            "--fail-severity",
            "warn",
            "--quiet"
        );

        using var read = JsonDocument.Parse(output);
        var found = read
            .RootElement.EnumerateArray()
            .ToLookup(
                finding => Path.GetFileName(finding.GetProperty("source").GetString()!),
                finding => $"{finding.GetProperty("code")}: {finding.GetProperty("message")}",
                StringComparer.Ordinal
            );
        Assert.Empty(found[Given]);
        Assert.Contains(found[Planted], finding => finding.StartsWith("oas3-valid-media-example:", StringComparison.Ordinal));
        Assert.Contains(found[Planted], finding => finding.StartsWith("operation-operationId:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sender_in_TypeScript_and_every_example_compile_against_its_types_and_a_misspelt_field_does_not()
    {
        using var folder = new TemporaryDirectory();
        var document = await DocumentAsync();
        var sender = await File.ReadAllTextAsync(Path.Combine(NodePeers.Folder, "sender.ts"), TestContext.Current.CancellationToken);
        var examples = await NodePeers.ScriptAsync("examples.mjs", document);
        await WriteAsync(folder, Given, document);
        await WriteAsync(folder, "sender.ts", sender);
        await WriteAsync(folder, "examples.ts", examples);
        await WriteAsync(folder, "misspelt.ts", sender.Replace("    messageSid,", "    mesageSid: messageSid,", StringComparison.Ordinal));
        await WriteAsync(folder, "missing.ts", sender.Replace("    statement:", "    // statement:", StringComparison.Ordinal));
        Assert.True(examples.Split('\n').Length > 30, examples);

        var (generated, said) = await NodePeers.ToolAsync(folder.Path, Types, Given, "--output", "openapi.d.ts");
        Assert.True(generated == 0, said);
        var (_, errors) = await NodePeers.ToolAsync(
            folder.Path,
            Compiler,
            "--noEmit",
            "--strict",
            "--target",
            "es2022",
            "--module",
            "esnext",
            "--moduleResolution",
            "bundler",
            "--lib",
            "es2023,dom",
            "--pretty",
            "false",
            "sender.ts",
            "examples.ts",
            "misspelt.ts",
            "missing.ts"
        );

        Assert.Collection(
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith(' ')).Order(StringComparer.Ordinal),
            missing => Assert.Matches(@"^missing\.ts\(.*'statement' is missing", missing),
            misspelt => Assert.Matches(@"^misspelt\.ts\(.*'mesageSid' does not exist", misspelt)
        );
    }

    private async Task<string> DocumentAsync()
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        return await client.GetStringAsync("/api/openapi.json", TestContext.Current.CancellationToken);
    }

    private static Task WriteAsync(TemporaryDirectory folder, string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder.Path, name), text, TestContext.Current.CancellationToken);
}

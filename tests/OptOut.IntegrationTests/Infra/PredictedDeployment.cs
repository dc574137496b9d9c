using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>
/// What Azure would be asked for, as `bicep snapshot` works it out without a network: every resource of every module, with
/// parameters, variables and conditions resolved. What only exists once deployed (a principal's id) stays an expression.
/// </summary>
internal sealed class PredictedDeployment
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<PredictedDeployment>>> Known = new(StringComparer.Ordinal);

    private PredictedDeployment(JsonNode snapshot)
    {
        Resources = [.. snapshot["predictedResources"]!.AsArray().Select(r => r!)];
        Outputs = snapshot["outputs"]!;
        Text = snapshot.ToJsonString();
    }

    public IReadOnlyList<JsonNode> Resources { get; }

    public JsonNode Outputs { get; }

    public string Text { get; }

    /// <summary>dev, test or prod, as its .bicepparam says. Worked out once a test run.</summary>
    public static Task<PredictedDeployment> OfAsync(string environment) =>
        Known.GetOrAdd(environment, e => new(() => OfAsync($"{e}.bicepparam", new Dictionary<string, string>(StringComparer.Ordinal)))).Value;

    /// <summary>Of a parameter file, with files added to a copy of infra/: the CLI writes its result beside the file, never into the tree.</summary>
    public static async Task<PredictedDeployment> OfAsync(string parameterFile, IReadOnlyDictionary<string, string> addedFiles)
    {
        BicepCli.RequireLinuxX64();
        var copy = Directory.CreateTempSubdirectory("optout-infra-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(BicepCli.Infra, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(copy.FullName, Path.GetRelativePath(BicepCli.Infra, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            foreach (var (name, text) in addedFiles)
            {
                await File.WriteAllTextAsync(Path.Combine(copy.FullName, name), text);
            }

            var outcome = await BicepCli.RunAsync(
            [
                "snapshot", Path.Combine(copy.FullName, parameterFile), "--mode", "overwrite",
                "--tenant-id", "00000000-0000-0000-0000-000000000001", "--subscription-id", "00000000-0000-0000-0000-000000000002",
                "--location", "westeurope", "--resource-group", "rg-probe",
            ]);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            var result = Path.Combine(copy.FullName, Path.ChangeExtension(parameterFile, ".snapshot.json"));
            return new PredictedDeployment(JsonNode.Parse(await File.ReadAllTextAsync(result))!);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    public IReadOnlyList<JsonNode> OfType(string type) => [.. Resources.Where(r => string.Equals((string?)r["type"], type, StringComparison.OrdinalIgnoreCase))];

    public JsonNode Only(string type) => Assert.Single(OfType(type));
}

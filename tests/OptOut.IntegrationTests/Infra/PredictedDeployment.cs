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
        Known
            .GetOrAdd(environment, e => new(() => OfAsync($"{e}.bicepparam", new Dictionary<string, string>(StringComparer.Ordinal))))
            .Value;

    /// <summary>The same where a service reads the consent events.</summary>
    public static async Task<PredictedDeployment> WithSubscriberAsync(string environment) =>
        await OfAsync(
            "subscriber.bicepparam",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["subscriber.bicepparam"] =
                    await File.ReadAllTextAsync(Path.Combine(BicepCli.Infra, $"{environment}.bicepparam"))
                    + "\nparam eventSubscribers = [{ name: 'crm', principalId: '00000000-0000-0000-0000-000000000003' }]\n",
            }
        );

    /// <summary>Of a parameter file that is added, with others, to a copy of infra/.</summary>
    public static async Task<PredictedDeployment> OfAsync(string parameterFile, IReadOnlyDictionary<string, string> addedFiles)
    {
        var (outcome, snapshot) = await SnapshotAsync(parameterFile, addedFiles);
        Assert.True(outcome.ExitCode == 0 && snapshot is not null, outcome.Error + outcome.Output);
        return new PredictedDeployment(snapshot);
    }

    /// <summary>Why Azure would refuse it: the CLI checks parameters with the resource manager's own code.</summary>
    public static async Task<string> RefusalAsync(string parameterFile, IReadOnlyDictionary<string, string> addedFiles)
    {
        var (outcome, snapshot) = await SnapshotAsync(parameterFile, addedFiles);
        Assert.Null(snapshot);
        return outcome.Error + outcome.Output;
    }

    // In a copy, because the CLI writes its result beside the parameter file.
    private static async Task<(BicepCli.Outcome Outcome, JsonNode? Snapshot)> SnapshotAsync(
        string parameterFile,
        IReadOnlyDictionary<string, string> addedFiles
    )
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

            var outcome = await BicepCli.RunAsync([
                "snapshot",
                Path.Combine(copy.FullName, parameterFile),
                "--mode",
                "overwrite",
                "--location",
                "westeurope",
                "--tenant-id",
                "00000000-0000-0000-0000-000000000001",
                "--subscription-id",
                "00000000-0000-0000-0000-000000000002",
            ]);
            var result = Path.Combine(copy.FullName, Path.ChangeExtension(parameterFile, ".snapshot.json"));
            return (outcome, File.Exists(result) ? JsonNode.Parse(await File.ReadAllTextAsync(result)) : null);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    public IReadOnlyList<JsonNode> OfType(string type) =>
        [.. Resources.Where(r => string.Equals((string?)r["type"], type, StringComparison.OrdinalIgnoreCase))];

    public JsonNode Only(string type) => Assert.Single(OfType(type));
}

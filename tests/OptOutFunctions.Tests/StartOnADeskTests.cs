using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OptOutFunctions.Tests;

/// <summary>What a developer's F5 and <c>func start</c> need lies in the repository, and names what there is.</summary>
public sealed class StartOnADeskTests
{
    private static readonly string Root = WorkerProcess.Directory[
        ..WorkerProcess.Directory.IndexOf(Path.Combine("src", "OptOutFunctions"), StringComparison.Ordinal)
    ];
    private static readonly JsonElement Sample = Read("local.settings.sample.json").GetProperty("Values");

    [Fact]
    public void The_sample_settings_start_the_head_with_Azurite_alone()
    {
        var settings = Sample
            .EnumerateObject()
            .ToDictionary(
                setting => setting.Name.Replace("__", ":", StringComparison.Ordinal),
                setting => setting.Value.GetString(),
                StringComparer.Ordinal
            );

        Assert.NotEmpty(new ServiceCollection().AddHead(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

        Assert.All(
            ["AzureWebJobsStorage", "FollowUps", "OptOut:Storage"],
            key => Assert.Equal("UseDevelopmentStorage=true", settings[key])
        );
        Assert.Equal("dotnet-isolated", settings["FUNCTIONS_WORKER_RUNTIME"]);
    }

    [Fact]
    public void Every_key_of_the_sample_settings_is_one_that_somebody_reads()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "configuration.md"));
        foreach (var key in Sample.EnumerateObject().Select(setting => setting.Name).Where(key => key != "FUNCTIONS_WORKER_RUNTIME"))
        {
            // In the page each stands in the table of its section, a list's entry with its first index.
            var parts = key.Split("__");
            var name = parts[^1] == "0" ? $"{parts[^2]}:0" : parts[^1];
            Assert.True(page.Contains($"| `{name}` |", StringComparison.Ordinal), $"{key}: docs/configuration.md has no row `{name}`");
        }
    }

    [Fact]
    public void Visual_Studio_Code_builds_and_starts_what_there_is()
    {
        var tasks = Read(".vscode/tasks.json").GetProperty("tasks").EnumerateArray().ToArray();
        var labels = tasks.Select(task => task.GetProperty("label").GetString()).ToArray();
        var wanted = tasks
            .Where(task => task.TryGetProperty("dependsOn", out _))
            .SelectMany(task => task.GetProperty("dependsOn").EnumerateArray())
            .Select(label => label.GetString())
            .Concat(
                Read(".vscode/launch.json")
                    .GetProperty("configurations")
                    .EnumerateArray()
                    .Select(start => start.GetProperty("preLaunchTask").GetString())
            );
        Assert.All(wanted, label => Assert.Contains(label, labels));

        var paths =
            File.ReadAllText(Path.Combine(Root, ".vscode", "tasks.json")) + File.ReadAllText(Path.Combine(Root, ".vscode", "launch.json"));
        var named = System
            .Text.RegularExpressions.Regex.Matches(
                paths,
                """\$\{workspaceFolder\}/(?<path>(src|tools)/[A-Za-z.]+)""",
                System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)
            )
            .Select(match => match.Groups["path"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(["src/OptOut.LocalHost", "src/OptOutFunctions", "tools/azurite"], named.Order(StringComparer.Ordinal));
        Assert.All(named, path => Assert.True(Directory.Exists(Path.Combine(Root, path)), path));
        Assert.Contains($"/bin/Debug/{new DirectoryInfo(AppContext.BaseDirectory).Name}", paths, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/OptOutFunctions")]
    [InlineData("src/OptOut.LocalHost")]
    public void Visual_Studio_starts_the_project_of_that_name(string project)
    {
        var profile = Assert.Single(Read(project + "/Properties/launchSettings.json").GetProperty("profiles").EnumerateObject());
        Assert.Equal((Path.GetFileName(project), "Project"), (profile.Name, profile.Value.GetProperty("commandName").GetString()));
    }

    /// <summary>What the Functions host is told, and why, says docs/adr: 0400 of the queue, 0402 of the telemetry.</summary>
    [Fact]
    public void The_Functions_host_leaves_requests_and_calls_to_the_workers_telemetry_and_takes_follow_ups_as_text()
    {
        var host = Read("host.json");
        var logging = host.GetProperty("logging");
        Assert.Equal("None", logging.GetProperty("logLevel").GetProperty("Host.Results").GetString());
        Assert.Equal("Warning", logging.GetProperty("logLevel").GetProperty("Azure.Core").GetString());
        var insights = logging.GetProperty("applicationInsights");
        Assert.False(insights.GetProperty("enableDependencyTracking").GetBoolean());
        Assert.False(insights.GetProperty("httpAutoCollectionOptions").GetProperty("enableHttpTriggerExtendedInfoCollection").GetBoolean());
        Assert.False(host.TryGetProperty("telemetryMode", out _));
        var queues = host.GetProperty("extensions").GetProperty("queues");
        Assert.Equal(
            ("none", 10, "00:00:05"),
            (
                queues.GetProperty("messageEncoding").GetString(),
                queues.GetProperty("maxDequeueCount").GetInt32(),
                queues.GetProperty("maxPollingInterval").GetString()
            )
        );
        Assert.Equal(16, queues.GetProperty("batchSize").GetInt32() + queues.GetProperty("newBatchThreshold").GetInt32());
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, file))).RootElement;
}

using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptOut.IntegrationTests;

/// <summary>What is watched, who is told, and what never reaches a log.</summary>
public class WatchingTests
{
    public static TheoryData<string> Environments => ["dev", "test", "prod"];

    [Fact]
    public async Task Each_alert_of_prod_reaches_someone_and_has_its_answer_in_the_operations_guide()
    {
        var deployment = await PredictedDeployment.OfAsync("prod");
        var alerts = deployment
            .OfType("Microsoft.Insights/scheduledQueryRules")
            .Concat(deployment.OfType("Microsoft.Insights/metricAlerts"))
            .ToList();
        var names = alerts
            .Select(a => Regex.Replace((string)a["name"]!, "^alert-optout-|-prod$", "", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            "audit-missing broken-chain confirmation-uncertain dead-letters follow-up-age health no-inbound opt-out-rise provider-block-rise reconciliation-failing refused-signatures review-due send-violation server-errors spread-suspected",
            string.Join(' ', names)
        );

        var guide = await File.ReadAllTextAsync(
            Path.Combine(BicepCli.Root, "docs", "operations.md"),
            TestContext.Current.CancellationToken
        );
        Assert.All(names, n => Assert.Matches($"(?m)^### {n}$", guide));

        Assert.Single(deployment.OfType("Microsoft.Insights/actionGroups"));
        Assert.All(alerts, a => Assert.Contains("ag-optout-prod", a["properties"]!["actions"]!.ToJsonString(), StringComparison.Ordinal));
        Assert.All(alerts, a => Assert.True((bool)a["properties"]!["enabled"]!));
    }

    [Fact]
    public async Task A_log_alert_asks_for_one_value_and_its_window_is_one_that_Azure_knows()
    {
        // https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule: up to two days.
        foreach (
            var rule in (await PredictedDeployment.OfAsync("prod"))
                .OfType("Microsoft.Insights/scheduledQueryRules")
                .Select(r => r["properties"]!)
        )
        {
            var criterion = rule["criteria"]!["allOf"]![0]!;
            Assert.Matches(@"\| summarize value = (sum|coalesce)\([^|]+\)$", (string)criterion["query"]!);
            Assert.Equal("value", (string?)criterion["metricMeasureColumn"]);
            var window = System.Xml.XmlConvert.ToTimeSpan((string)rule["windowSize"]!);
            Assert.InRange(window, System.Xml.XmlConvert.ToTimeSpan((string)rule["evaluationFrequency"]!), TimeSpan.FromDays(2));
        }
    }

    [Fact]
    public async Task The_cost_table_counts_what_prod_would_have()
    {
        var prod = await PredictedDeployment.OfAsync("prod");
        var frequencies = prod.OfType("Microsoft.Insights/scheduledQueryRules")
            .Select(rule => (string?)rule["properties"]!["evaluationFrequency"])
            .ToArray();
        var guide = await File.ReadAllTextAsync(
            Path.Combine(BicepCli.Root, "docs", "operations.md"),
            TestContext.Current.CancellationToken
        );
        Assert.Contains(
            $"| alerts: {frequencies.Count(f => f == "PT5M")} log rules each 5 min, {frequencies.Count(f => f == "PT15M")} each 15 min, {frequencies.Count(f => f == "PT1H")} each hour, {prod.OfType("Microsoft.Insights/metricAlerts").Count} metric series |",
            guide,
            StringComparison.Ordinal
        );
    }

    /// <summary>
    /// The host writes none (docs/adr/0402), so an alert or a chart that names a function would wait for rows that never come.
    /// </summary>
    [Theory]
    [InlineData("queries.bicep")]
    [InlineData("modules/alerts.bicep")]
    [InlineData("modules/workbook.json")]
    public void Requests_are_asked_for_by_their_address_and_not_by_a_functions_name(string file) =>
        Assert.DoesNotMatch(
            "AppRequests[^\n]*(InboundMessage|MessageStatus|ConversationEvents|SenderApi)",
            File.ReadAllText(Path.Combine(BicepCli.Infra, file))
        );

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Each_store_broker_vault_and_app_sends_its_diagnostics(string environment)
    {
        var settings = (await PredictedDeployment.OfAsync(environment)).OfType("Microsoft.Insights/diagnosticSettings");
        var watched = settings
            .Select(s => ((string)s["id"]!).Split("/providers/")[^2].Split('/') is var p ? $"{p[0]}/{p[1]}" : "")
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            "Microsoft.KeyVault/vaults Microsoft.Storage/storageAccounts Microsoft.Storage/storageAccounts Microsoft.Storage/storageAccounts Microsoft.Web/sites",
            string.Join(' ', watched)
        );
        Assert.All(settings, s => Assert.NotNull(s["properties"]!["workspaceId"]));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task No_platform_log_writes_addresses_with_phone_numbers_in_them(string environment)
    {
        var settings = (await PredictedDeployment.OfAsync(environment)).OfType("Microsoft.Insights/diagnosticSettings");
        var ledger = Assert.Single(settings, s => ((string)s["id"]!).Contains("/tableServices/", StringComparison.Ordinal));
        Assert.Null(ledger["properties"]!["logs"]);
        Assert.DoesNotContain(settings, s => s.ToJsonString().Contains("AppServiceHTTPLogs", StringComparison.Ordinal));
        Assert.DoesNotContain(settings, s => s.ToJsonString().Contains("categoryGroup", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Telemetry_passes_the_masking_rule_before_it_is_stored(string environment)
    {
        var deployment = await PredictedDeployment.OfAsync(environment);
        var rule = deployment.Only("Microsoft.Insights/dataCollectionRules");
        Assert.Equal("WorkspaceTransforms", (string?)rule["kind"]);
        var flows = rule["properties"]!["dataFlows"]!
            .AsArray()
            .ToDictionary(f => (string)f!["streams"]![0]!, f => (string)f!["transformKql"]!, StringComparer.Ordinal);
        Assert.StartsWith("source | extend Url = ", flows["Microsoft-Table-AppRequests"], StringComparison.Ordinal);
        Assert.StartsWith("source | extend Data = ", flows["Microsoft-Table-AppDependencies"], StringComparison.Ordinal);

        // The last word on the workspace, the one Application Insights writes to, names the rule.
        var workspace = deployment.OfType("Microsoft.OperationalInsights/workspaces")[^1];
        Assert.NotNull(workspace["properties"]!["defaultDataCollectionRuleResourceId"]);
    }

    [Fact]
    public void The_workbook_is_well_formed_and_asks_for_the_same_metrics_as_the_alerts()
    {
        var workbook = JsonNode.Parse(File.ReadAllText(Path.Combine(BicepCli.Infra, "modules", "workbook.json")))!;
        Assert.Equal("Notebook/1.0", (string?)workbook["version"]);
        var queries = workbook["items"]!.AsArray().Where(i => (int)i!["type"]! == 3).Select(i => (string)i!["content"]!["query"]!).ToList();
        Assert.True(queries.Count >= 6);
        Assert.All(MetricNames("queries.bicep"), name => Assert.Contains(queries, q => q.Contains(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("queries.bicep")]
    [InlineData("modules/workbook.json")]
    public void What_is_asked_for_is_what_the_app_measures(string file)
    {
        var measured = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => measured.Add(instrument.Name) };
        listener.Start();
        // Its class is made when it is first used, and the instruments with it.
        Signals.SignatureChecked("tests");

        var asked = MetricNames(file);
        Assert.NotEmpty(asked);
        Assert.Subset(measured, asked);
    }

    [Fact]
    public void The_alert_on_uncertain_confirmations_asks_for_a_state_that_there_is() =>
        Assert.Contains(
            $"\"optout.confirmations\" and tostring(Properties[\"state\"]) == \"{KebabCase<ConfirmationState>.Name(ConfirmationState.Unknown)}\"",
            File.ReadAllText(Path.Combine(BicepCli.Infra, "queries.bicep")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(EventType.SpreadSuspected)]
    [InlineData(EventType.ProviderBlocked)]
    public void An_alert_on_events_asks_for_one_that_there_is(EventType type) =>
        Assert.Contains(
            $"\"optout.events\" and tostring(Properties[\"type\"]) == \"{KebabCase<EventType>.Name(type)}\"",
            File.ReadAllText(Path.Combine(BicepCli.Infra, "queries.bicep")),
            StringComparison.Ordinal
        );

    private static HashSet<string> MetricNames(string file) =>
        Regex
            .Matches(
                File.ReadAllText(Path.Combine(BicepCli.Infra, file)),
                """Name == \\?"(?<name>optout[^"\\]+)""",
                RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)
            )
            .Select(metric => metric.Groups["name"].Value)
            .ToHashSet(StringComparer.Ordinal);

    [Fact]
    public async Task Azd_finds_the_app_by_the_name_in_azure_yaml()
    {
        var app = (await PredictedDeployment.OfAsync("dev")).Only("Microsoft.Web/sites");
        var service = Yaml.Load(Path.Combine(BicepCli.Root, "azure.yaml"))["services"]!.AsObject().Single();
        Assert.Equal((string?)app["tags"]!["azd-service-name"], service.Key);
        Assert.Equal("function", (string?)service.Value!["host"]);
        Assert.Equal("dotnet", (string?)service.Value["language"]);
    }
}

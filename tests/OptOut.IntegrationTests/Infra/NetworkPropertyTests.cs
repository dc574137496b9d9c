using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptOut.IntegrationTests;

/// <summary>
/// What reviewers of a network ask first, of the one that prod has; and that what PSRule is told to leave out has its reason.
/// </summary>
public class NetworkPropertyTests
{
    [Fact]
    public async Task Every_subnet_has_its_rules_and_none_has_the_platforms_way_out()
    {
        var deployment = await PredictedDeployment.OfAsync("prod");
        var subnets = deployment.Only("Microsoft.Network/virtualNetworks")["properties"]!["subnets"]!.AsArray().Select(s => s!).ToList();
        Assert.Equal(["app", "endpoints"], subnets.Select(s => (string)s["name"]!));
        Assert.All(subnets, s => Assert.False((bool)s["properties"]!["defaultOutboundAccess"]!));
        Assert.All(
            subnets,
            s =>
                Assert.Contains(
                    $"nsg-optout-{s["name"]}-prod",
                    s["properties"]!["networkSecurityGroup"]!["id"]!.ToJsonString(),
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(2, deployment.OfType("Microsoft.Network/networkSecurityGroups").Count);
        Assert.Equal("NetworkSecurityGroupEnabled", (string?)subnets[1]["properties"]!["privateEndpointNetworkPolicies"]);
    }

    [Fact]
    public async Task The_app_reaches_Twilio_by_one_address_of_its_own_and_the_endpoints_reach_nothing()
    {
        var deployment = await PredictedDeployment.OfAsync("prod");
        var subnets = deployment.Only("Microsoft.Network/virtualNetworks")["properties"]!["subnets"]!.AsArray();
        Assert.Contains("nat-optout-prod", subnets[0]!["properties"]!["natGateway"]!["id"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(subnets[1]!["properties"]!["natGateway"]);
        Assert.Contains(
            "pip-optout-prod",
            deployment.Only("Microsoft.Network/natGateways")["properties"]!["publicIpAddresses"]![0]!["id"]!.ToJsonString(),
            StringComparison.Ordinal
        );
        var address = deployment.Only("Microsoft.Network/publicIPAddresses");
        Assert.Equal(
            ("Standard", "Static"),
            ((string?)address["sku"]!["name"], (string?)address["properties"]!["publicIPAllocationMethod"])
        );

        Assert.Equal(["Allow 443,5671-5672 VirtualNetwork", "Allow 443 Internet", "Deny * *"], Rules(deployment, "app", "Outbound"));
        Assert.Equal(["Deny * *"], Rules(deployment, "endpoints", "Outbound"));
        Assert.Empty(Rules(deployment, "app", "Inbound"));
        Assert.Equal(["Allow 443,5671-5672 VirtualNetwork", "Deny * *"], Rules(deployment, "endpoints", "Inbound"));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("test")]
    public async Task Without_a_network_there_is_nothing_of_it_to_pay_for(string environment) =>
        Assert.DoesNotContain(
            (await PredictedDeployment.OfAsync(environment)).Resources,
            r => ((string)r["type"]!).StartsWith("Microsoft.Network/", StringComparison.OrdinalIgnoreCase)
        );

    [Fact]
    public async Task Defender_watches_the_accounts_that_hold_blobs_where_it_is_switched_on()
    {
        Assert.Empty((await PredictedDeployment.OfAsync("prod")).OfType("Microsoft.Security/defenderForStorageSettings"));

        var parameters = (
            await File.ReadAllTextAsync(Path.Combine(BicepCli.Infra, "prod.bicepparam"), TestContext.Current.CancellationToken)
        )
            .Replace("'OPTOUT_DEFENDER_FOR_STORAGE', ''", "'OPTOUT_DEFENDER_FOR_STORAGE', 'true'", StringComparison.Ordinal)
            .Replace("'OPTOUT_AUDIT_FILE_DAYS', ''", "'OPTOUT_AUDIT_FILE_DAYS', '1825'", StringComparison.Ordinal);
        var deployment = await PredictedDeployment.OfAsync(
            "watched.bicepparam",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["watched.bicepparam"] = parameters }
        );
        var settings = deployment.OfType("Microsoft.Security/defenderForStorageSettings");
        Assert.Equal(
            ["staudit", "sthost"],
            settings
                .Select(s => Regex.Match((string)s["id"]!, "st(audit|host)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Value)
                .Order(StringComparer.Ordinal)
        );
        Assert.All(settings, s => Assert.True((bool)s["properties"]!["isEnabled"]!));
    }

    [Fact]
    public void What_PSRule_is_told_to_leave_out_has_its_reason()
    {
        var excluded = File.ReadAllLines(Path.Combine(BicepCli.Root, "ps-rule.yaml"))
            .SkipWhile(line => line != "  exclude:")
            .Skip(1)
            .ToList();
        Assert.StartsWith("    # ", excluded[0], StringComparison.Ordinal);
        Assert.All(excluded, line => Assert.Matches(@"^    (# .{20,}|- Azure\.\w+(\.\w+)+)$", line));

        var groups = File.ReadAllText(Path.Combine(BicepCli.Root, ".ps-rule", "suppressions.Rule.yaml"))
            .Split("---\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(groups);
        Assert.All(groups, group => Assert.Matches(@"^# Synopsis: .{40,}\n(?s:.*)kind: SuppressionGroup\n(?s:.*)    - Azure\.", group));
    }

    private static IEnumerable<string> Rules(PredictedDeployment deployment, string subnet, string direction) =>
        from rule in deployment
            .OfType("Microsoft.Network/networkSecurityGroups")
            .Single(g => (string)g["name"]! == $"nsg-optout-{subnet}-prod")["properties"]!["securityRules"]!.AsArray()
        let properties = rule["properties"]!
        where (string)properties["direction"]! == direction
        orderby (int)properties["priority"]!
        select $"{properties["access"]} {Ports(properties)} {properties["destinationAddressPrefix"]}";

    private static string Ports(JsonNode rule) =>
        rule["destinationPortRanges"] is JsonArray several
            ? string.Join(',', several.Select(port => (string)port!))
            : (string)rule["destinationPortRange"]!;
}

using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>What no change of infra/ may lose. Each holds for every environment unless its name says otherwise.</summary>
public class SecurityPropertyTests
{
    public static TheoryData<string> Environments => ["dev", "test", "prod"];

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Storage_takes_no_key_no_anonymous_reader_and_no_old_tls(string environment)
    {
        var accounts = (await PredictedDeployment.OfAsync(environment)).OfType("Microsoft.Storage/storageAccounts");
        Assert.Equal(3, accounts.Count);
        foreach (var properties in accounts.Select(a => a["properties"]!))
        {
            Assert.False((bool)properties["allowSharedKeyAccess"]!);
            Assert.False((bool)properties["allowBlobPublicAccess"]!);
            Assert.False((bool)properties["allowCrossTenantReplication"]!);
            Assert.True((bool)properties["supportsHttpsTrafficOnly"]!);
            Assert.True((bool)properties["defaultToOAuthAuthentication"]!);
            Assert.Equal("TLS1_2", (string?)properties["minimumTlsVersion"]);
        }
    }

    [Theory]
    [InlineData("dev", "Standard_LRS", false)]
    [InlineData("test", "Standard_ZRS", false)]
    [InlineData("prod", "Standard_GZRS", true)]
    public async Task The_ledger_survives_what_its_environment_promises(string environment, string redundancy, bool zones)
    {
        var deployment = await PredictedDeployment.OfAsync(environment);
        Assert.Equal(redundancy, (string?)Ledger(deployment)["sku"]!["name"]);
        Assert.Equal(zones, (bool)deployment.Only("Microsoft.Web/serverfarms")["properties"]!["zoneRedundant"]!);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Service_Bus_is_there_for_subscribers_only_takes_no_key_and_drops_duplicates(string environment)
    {
        Assert.Empty((await PredictedDeployment.OfAsync(environment)).OfType("Microsoft.ServiceBus/namespaces"));

        var deployment = await PredictedDeployment.WithSubscriberAsync(environment);
        var bus = deployment.Only("Microsoft.ServiceBus/namespaces");
        Assert.Equal(environment == "prod" ? "Premium" : "Standard", (string?)bus["sku"]!["name"]);
        Assert.True((bool)bus["properties"]!["disableLocalAuth"]!);
        Assert.Equal("1.2", (string?)bus["properties"]!["minimumTlsVersion"]);
        Assert.Matches("^(Standard|Premium)$", (string)bus["sku"]!["name"]!);

        var topic = deployment.Only("Microsoft.ServiceBus/namespaces/topics");
        Assert.EndsWith("/topics/consent-events", (string)topic["id"]!, StringComparison.Ordinal);
        Assert.True((bool)topic["properties"]!["requiresDuplicateDetection"]!);
        Assert.DoesNotContain(
            deployment.Resources,
            r => ((string)r["type"]!).EndsWith("authorizationRules", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task The_vault_is_by_role_and_cannot_be_purged(string environment)
    {
        var properties = (await PredictedDeployment.OfAsync(environment)).Only("Microsoft.KeyVault/vaults")["properties"]!;
        Assert.True((bool)properties["enableRbacAuthorization"]!);
        Assert.True((bool)properties["enablePurgeProtection"]!);
        Assert.True((bool)properties["enableSoftDelete"]!);
        Assert.Null(properties["accessPolicies"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task The_app_runs_net_10_isolated_on_flex_consumption_by_identity_and_https_only(string environment)
    {
        var deployment = await PredictedDeployment.OfAsync(environment);
        Assert.Equal(
            ("FC1", "FlexConsumption"),
            (
                (string?)deployment.Only("Microsoft.Web/serverfarms")["sku"]!["name"],
                (string?)deployment.Only("Microsoft.Web/serverfarms")["sku"]!["tier"]
            )
        );
        var app = deployment.Only("Microsoft.Web/sites");
        var configuration = app["properties"]!["functionAppConfig"]!;
        Assert.Equal("UserAssigned", (string?)app["identity"]!["type"]);
        Assert.True((bool)app["properties"]!["httpsOnly"]!);
        Assert.Equal("1.2", (string?)app["properties"]!["siteConfig"]!["minTlsVersion"]);
        Assert.Equal(
            ("dotnet-isolated", "10.0"),
            ((string?)configuration["runtime"]!["name"], (string?)configuration["runtime"]!["version"])
        );
        Assert.Equal("UserAssignedIdentity", (string?)configuration["deployment"]!["storage"]!["authentication"]!["type"]);
        Assert.NotNull(app["properties"]!["keyVaultReferenceIdentity"]);

        var passwords = deployment.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(2, passwords.Count);
        Assert.All(passwords, p => Assert.False((bool)p["properties"]!["allow"]!));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Telemetry_is_written_by_identity_only(string environment)
    {
        var deployment = await PredictedDeployment.OfAsync(environment);
        Assert.True((bool)deployment.Only("Microsoft.Insights/components")["properties"]!["DisableLocalAuth"]!);
        Assert.All(
            deployment.OfType("Microsoft.OperationalInsights/workspaces"),
            w => Assert.True((bool)w["properties"]!["features"]!["disableLocalAuth"]!)
        );
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task The_identity_has_these_roles_on_these_resources_and_no_other(string environment)
    {
        var roles = (await PredictedDeployment.OfAsync(environment)).OfType("Microsoft.Authorization/roleAssignments");
        var found = roles.Select(r => (Scope: ScopeOf(r), Role: ((string)r["properties"]!["roleDefinitionId"]!).Split('/')[^1])).Order();

        // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
        (string, string)[] wanted =
        [
            ("components/appi-optout", "3913510d-42f4-4e42-8a64-420c390055eb"), // Monitoring Metrics Publisher
            ("storageAccounts/stfollow", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"), // Storage Queue Data Contributor
            ("storageAccounts/sthost", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"), // Storage Blob Data Owner
            ("storageAccounts/stledger", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"), // Storage Table Data Contributor
            ("vaults/kv-optout", "4633458b-17de-408a-b874-0445c86b69e6"), // Key Vault Secrets User
        ];
        Assert.Equal(wanted.Order(), found);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task A_role_assignment_is_named_by_its_scope_principal_and_role(string environment)
    {
        foreach (var role in (await PredictedDeployment.OfAsync(environment)).OfType("Microsoft.Authorization/roleAssignments"))
        {
            var name = (string)role["name"]!;
            Assert.Matches(@"^\[guid\('/subscriptions/[^']+', .+principalId\.value, '[0-9a-f-]{36}'\)\]$", name);
            Assert.Contains(((string)role["properties"]!["roleDefinitionId"]!).Split('/')[^1], name, StringComparison.Ordinal);
            Assert.Equal("ServicePrincipal", (string?)role["properties"]!["principalType"]);
        }
    }

    [Theory]
    [InlineData("dev", false)]
    [InlineData("test", false)]
    [InlineData("prod", true)]
    public async Task With_private_networking_the_data_has_no_public_address(string environment, bool isPrivate)
    {
        var deployment = await PredictedDeployment.OfAsync(environment);
        string[] types = ["Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults"];
        Assert.All(
            types.SelectMany(deployment.OfType),
            r => Assert.Equal(isPrivate ? "Disabled" : "Enabled", (string?)r["properties"]!["publicNetworkAccess"])
        );

        var endpoints = deployment
            .OfType("Microsoft.Network/privateEndpoints")
            .Select(e => (string)e["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]![0]!);
        Assert.Equal(isPrivate ? "blob queue table vault" : "", string.Join(' ', endpoints.Order(StringComparer.Ordinal)));
        Assert.Equal(isPrivate, deployment.Only("Microsoft.Web/sites")["properties"]!["virtualNetworkSubnetId"] is not null);
        Assert.Equal(isPrivate ? 1 : 0, deployment.OfType("Microsoft.Network/virtualNetworks").Count);
    }

    [Theory]
    [InlineData("dev", 0)]
    [InlineData("test", 0)]
    [InlineData("prod", 3)]
    public async Task Prod_is_locked_against_deletion(string environment, int locks)
    {
        var found = (await PredictedDeployment.OfAsync(environment)).OfType("Microsoft.Authorization/locks");
        Assert.Equal(locks, found.Count);
        Assert.All(found, l => Assert.Equal("CanNotDelete", (string?)l["properties"]!["level"]));
        Assert.Equal(locks, found.Select(ScopeOf).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Everything_that_can_be_tagged_is(string environment)
    {
        string[] untaggable = ["Microsoft.Authorization/", "Microsoft.Insights/diagnosticSettings", "Microsoft.Security/"];
        var taggable = (await PredictedDeployment.OfAsync(environment))
            .Resources.Where(r =>
                ((string)r["type"]!).Count(c => c == '/') == 1
                && !untaggable.Any(u => ((string)r["type"]!).StartsWith(u, StringComparison.OrdinalIgnoreCase))
            )
            .ToList();
        Assert.True(taggable.Count > 10);
        // Tags that a deployment completes itself (a link to a resource that is not there yet) stay an expression over the common ones.
        Assert.All(
            taggable,
            r =>
                Assert.True(
                    r["tags"] is JsonObject tags
                        ? ((string?)tags["application"], (string?)tags["environment"]) == ("optout", environment)
                        : ((string?)r["tags"])?.Contains("'application', 'optout'", StringComparison.Ordinal) == true,
                    $"{r["name"]}: {r["tags"]?.ToJsonString()}"
                )
        );
    }

    private static JsonNode Ledger(PredictedDeployment deployment) =>
        deployment
            .OfType("Microsoft.Storage/storageAccounts")
            .Single(a => ((string)a["name"]!).StartsWith("stledger", StringComparison.Ordinal));

    // The last two parts of the path that the assignment or lock is written on, without the environment's suffix.
    private static string ScopeOf(JsonNode extension)
    {
        var id = (string)extension["id"]!;
        var end = id.IndexOf("/providers/Microsoft.Authorization", StringComparison.Ordinal);
        var scope = id.StartsWith('[') ? id.Split('\'')[1] : id[..end];
        var parts = scope.Split('/');
        var name = parts[^1];
        string[] stems = ["appi-optout", "kv-optout", "sb-optout", "stfollow", "stledger", "sthost"];
        return $"{parts[^2]}/{stems.FirstOrDefault(s => name.StartsWith(s, StringComparison.Ordinal)) ?? name}";
    }
}

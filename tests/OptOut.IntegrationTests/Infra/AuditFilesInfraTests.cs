namespace OptOut.IntegrationTests;

/// <summary>Each night's audit file, where it is switched on: a container that nothing is changed or deleted in (ADR 0452).</summary>
public class AuditFilesInfraTests
{
    private static async Task<PredictedDeployment> OnAsync(string environment, string more = "") =>
        await PredictedDeployment.OfAsync(
            "audit.bicepparam",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["audit.bicepparam"] = (await File.ReadAllTextAsync(Path.Combine(BicepCli.Infra, $"{environment}.bicepparam")))
                    .Replace("'OPTOUT_AUDIT_FILE_DAYS', ''", "'OPTOUT_AUDIT_FILE_DAYS', '1825'", StringComparison.Ordinal)
                    .Replace("int(auditFileDays) }", $"int(auditFileDays){more} }}", StringComparison.Ordinal),
            }
        );

    [Fact]
    public async Task It_is_off_unless_it_is_asked_for()
    {
        var deployment = await PredictedDeployment.OfAsync("prod");
        Assert.Empty(deployment.OfType("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies"));
        Assert.DoesNotContain("AuditFiles", deployment.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev", "Standard_LRS", "Enabled", 0)]
    [InlineData("prod", "Standard_GZRS", "Disabled", 1)]
    public async Task Its_account_is_guarded_like_the_others_and_its_container_takes_no_change(
        string environment,
        string redundancy,
        string isPublic,
        int locks
    )
    {
        var deployment = await OnAsync(environment);
        var accounts = deployment.OfType("Microsoft.Storage/storageAccounts");
        Assert.Equal(4, accounts.Count);
        var account = accounts.Single(a => ((string)a["name"]!).StartsWith("staudit", StringComparison.Ordinal));
        Assert.Equal(redundancy, (string?)account["sku"]!["name"]);
        Assert.Equal(isPublic, (string?)account["properties"]!["publicNetworkAccess"]);
        Assert.False((bool)account["properties"]!["allowSharedKeyAccess"]!);
        Assert.False((bool)account["properties"]!["allowBlobPublicAccess"]!);
        var policy = deployment.Only("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies");
        Assert.Contains("/containers/audit/", (string)policy["id"]!, StringComparison.Ordinal);
        Assert.Equal(1825, (int)policy["properties"]!["immutabilityPeriodSinceCreationInDays"]!);
        Assert.False((bool)policy["properties"]!["allowProtectedAppendWrites"]!);
        Assert.Equal(
            locks,
            deployment
                .OfType("Microsoft.Authorization/locks")
                .Count(l => l.ToJsonString().Contains("nightly audit files", StringComparison.Ordinal))
        );
        Assert.Contains(
            deployment.OfType("Microsoft.Insights/diagnosticSettings"),
            s => ((string)s["id"]!).Contains("staudit", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_identity_may_read_and_add_files_in_that_container_and_delete_none()
    {
        var deployment = await OnAsync("prod");
        var role = deployment.Only("Microsoft.Authorization/roleDefinitions");
        var permission = role["properties"]!["permissions"]!.AsArray().Single()!;
        Assert.Empty(permission["actions"]!.AsArray());
        Assert.Equal(
            ["read", "write"],
            permission["dataActions"]!.AsArray().Select(a => ((string)a!).Split("/blobs/")[1]),
            StringComparer.Ordinal
        );
        var assigned = Assert.Single(
            deployment.OfType("Microsoft.Authorization/roleAssignments"),
            r => r.ToJsonString().Contains("staudit", StringComparison.Ordinal)
        );
        Assert.Contains("/containers/audit", assigned.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(((string)role["id"]!).Split('/')[^1], assigned["properties"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_app_is_told_where_and_reaches_it_by_a_private_endpoint_in_the_zone_that_is_there()
    {
        var deployment = await OnAsync("prod");
        var settings = deployment.Only("Microsoft.Web/sites")["properties"]!["siteConfig"]!["appSettings"]!
            .AsArray()
            .ToDictionary(s => (string)s!["name"]!, s => (string)s!["value"]!, StringComparer.Ordinal);
        Assert.Equal("audit", settings["OptOut__AuditFiles__Container"]);
        Assert.StartsWith("staudit", settings["OptOut__AuditFiles__Storage"], StringComparison.Ordinal);
        Assert.Equal(5, deployment.OfType("Microsoft.Network/privateEndpoints").Count);
        var zones = deployment.OfType("Microsoft.Network/privateDnsZones").Select(z => (string)z["name"]!).ToList();
        Assert.Equal(4, zones.Count);
        Assert.Equal(zones.Distinct(StringComparer.Ordinal), zones);
        var records = deployment
            .OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups")
            .Where(g => g.ToJsonString().Contains("privatelink.blob.", StringComparison.Ordinal));
        Assert.Equal(2, records.Count());
    }

    [Fact]
    public async Task A_policy_that_was_locked_by_hand_is_left_alone() =>
        Assert.Empty(
            (await OnAsync("prod", ", locked: true")).OfType(
                "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies"
            )
        );
}

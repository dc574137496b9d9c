using System.Text.Json.Nodes;

namespace OptOut.IntegrationTests;

/// <summary>Issue 8: all files lint with no warning, every .bicepparam builds, parameters are documented, no secret is a default.</summary>
public class BicepSourceTests
{
    private static readonly Dictionary<string, string> Tokens = new(StringComparer.Ordinal)
    {
        ["OPTOUT_VAULT_NAME"] = "kv-test",
        ["OPTOUT_ACCOUNT_SID"] = "AC00000000000000000000000000000009",
        ["OPTOUT_TOKEN_PRIMARY"] = new('a', 32),
        ["OPTOUT_TOKEN_SECONDARY"] = new('b', 32),
        ["OPTOUT_DECISION_KEY"] = new('c', 44),
    };

    public static TheoryData<string> ParameterFiles =>
        [.. Directory.EnumerateFiles(BicepCli.Infra, "*.bicepparam").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task All_bicep_files_lint_with_no_warning()
    {
        BicepCli.RequireLinuxX64();
        var outcome = await BicepCli.RunAsync(["lint", "--pattern", "./**/*.bicep"]);
        Assert.Equal((0, "", ""), (outcome.ExitCode, outcome.Output.Trim(), outcome.Error.Trim()));
    }

    [Fact]
    public async Task The_linter_is_on_and_strict()
    {
        BicepCli.RequireLinuxX64();
        var folder = Directory.CreateTempSubdirectory("optout-lint-");
        try
        {
            File.Copy(Path.Combine(BicepCli.Infra, "bicepconfig.json"), Path.Combine(folder.FullName, "bicepconfig.json"));
            var file = Path.Combine(folder.FullName, "probe.bicep");
            await File.WriteAllTextAsync(
                file,
                "@secure()\nparam password string = 'not a default'\noutput leaked string = password\n",
                TestContext.Current.CancellationToken
            );
            var outcome = await BicepCli.RunAsync(["lint", "--pattern", "./**/*.bicep"], folder: folder.FullName);
            Assert.NotEqual(0, outcome.ExitCode);
            Assert.Contains("Error secure-parameter-default", outcome.Error, StringComparison.Ordinal);
            Assert.Contains("Error outputs-should-not-contain-secrets", outcome.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(ParameterFiles))]
    public async Task A_parameter_file_builds_with_no_warning(string file)
    {
        BicepCli.RequireLinuxX64();
        var outcome = await BicepCli.RunAsync(["build-params", Path.Combine(BicepCli.Infra, file), "--stdout"], Tokens);
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error.Trim()));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("test")]
    [InlineData("prod")]
    public async Task Azd_deploys_what_the_environments_own_file_says(string environment)
    {
        BicepCli.RequireLinuxX64();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OPTOUT_ENVIRONMENT"] = environment,
            ["OPTOUT_ALERT_EMAILS"] = "a@example.com",
        };
        var azd = await ParametersAsync("main.bicepparam", settings);
        var own = await ParametersAsync($"{environment}.bicepparam", settings);
        azd.Remove("azdEnvironment");
        Assert.True(JsonNode.DeepEquals(azd, own), $"{azd}\n\nis not\n\n{own}");
    }

    [Fact]
    public async Task Without_a_token_nothing_is_written_to_the_vault()
    {
        BicepCli.RequireLinuxX64();
        var outcome = await BicepCli.RunAsync(["build-params", Path.Combine(BicepCli.Infra, "tokens.bicepparam"), "--stdout"]);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("OPTOUT_TOKEN_PRIMARY", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("main.bicep")]
    [InlineData("tokens.bicep")]
    public async Task Every_parameter_says_what_it_is_and_no_secret_has_a_default(string file)
    {
        BicepCli.RequireLinuxX64();
        foreach (var (name, parameter) in (await TemplateAsync(file))["parameters"]!.AsObject())
        {
            Assert.False(string.IsNullOrWhiteSpace((string?)parameter!["metadata"]?["description"]), $"{file}: {name} has no description");
            var secure = ((string?)parameter["type"] ?? "").StartsWith("secure", StringComparison.OrdinalIgnoreCase);
            Assert.False(secure && parameter["defaultValue"] is not null, $"{file}: {name} is a secret with a default");
        }
    }

    [Fact]
    public async Task Auth_tokens_are_secure_parameters_and_two_secrets_an_account()
    {
        BicepCli.RequireLinuxX64();
        var template = await TemplateAsync("tokens.bicep");
        Assert.Equal("securestring", (string?)template["parameters"]!["primary"]!["type"]);
        Assert.Equal("securestring", (string?)template["parameters"]!["secondary"]!["type"]);
        var resources = template["resources"]!;
        var secrets = resources is JsonObject named ? named.Select(r => r.Value!) : resources.AsArray().Select(r => r!);
        Assert.Equal(
            2,
            secrets.Count(r => string.Equals((string?)r["type"], "Microsoft.KeyVault/vaults/secrets", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Nothing_comes_from_a_registry()
    {
        foreach (var file in Directory.EnumerateFiles(BicepCli.Infra, "*.bicep*", SearchOption.AllDirectories))
        {
            Assert.DoesNotMatch("'(br|ts)[:/]", File.ReadAllText(file));
        }
    }

    private static async Task<JsonObject> ParametersAsync(string file, IReadOnlyDictionary<string, string> environment)
    {
        var outcome = await BicepCli.RunAsync(["build-params", Path.Combine(BicepCli.Infra, file), "--stdout"], environment);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonNode.Parse((string)JsonNode.Parse(outcome.Output)!["parametersJson"]!)!["parameters"]!.AsObject();
    }

    private static async Task<JsonNode> TemplateAsync(string file)
    {
        var outcome = await BicepCli.RunAsync(["build", Path.Combine(BicepCli.Infra, file), "--stdout"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonNode.Parse(outcome.Output)!;
    }
}

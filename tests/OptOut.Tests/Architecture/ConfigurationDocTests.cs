using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using OptOut.Http;

namespace OptOut.Tests;

/// <summary>
/// What is written about settings is what the reader takes: docs/configuration.md, the schemas in schemas/, and infra's own types.
/// </summary>
public partial class ConfigurationDocTests
{
    private static readonly Type[] Sections =
    [
        typeof(OptOutSettings),
        typeof(RateLimitSettings),
        typeof(AccountSettings),
        typeof(ApiKeySettings),
        typeof(WebhookSettings),
        typeof(BrandSettings),
        typeof(SenderSettings),
        typeof(CampaignSettings),
        typeof(AuditFileSettings),
    ];

    /// <summary>The settings that infra/accounts does not carry: secrets lie in the vault, and a webhook names its secret there.</summary>
    private static readonly string[] NotInAccounts = ["Account.authTokens", "Webhook.secret", "Brand.keywords"];

    public static TheoryData<string> SectionNames => [.. Sections.Select(Name)];

    [Theory]
    [MemberData(nameof(SectionNames))]
    public void The_schema_of_settings_knows_the_keys_of_the_reader_and_no_others(string section) =>
        Assert.Empty(Differences(KeysOf(section), SchemaKeys(Load("settings.schema.json"), section)));

    [Theory]
    [MemberData(nameof(SectionNames))]
    public void The_page_of_settings_has_a_row_for_each_key_of_the_reader_and_no_others(string section)
    {
        var rows = PageRows(File.ReadAllText(Path.Combine(Documents.Root, "docs", "configuration.md")));
        Assert.Empty(Differences(KeysOf(section), rows[section]));
    }

    [Fact]
    public void A_key_that_only_one_side_knows_is_found()
    {
        var schema = Load("settings.schema.json");
        var keys = SchemaKeys(schema, "Brand");
        Assert.Equal(["+Planted"], Differences(KeysOf("Brand"), [.. keys, "Planted"]));
        Assert.Equal(["-Domains"], Differences(KeysOf("Brand"), [.. keys.Where(k => k != "Domains")]));
    }

    [Theory]
    [InlineData("Account")]
    [InlineData("ApiKey")]
    [InlineData("Webhook")]
    [InlineData("Brand")]
    [InlineData("Sender")]
    [InlineData("Campaign")]
    public void The_schema_of_accounts_knows_the_keys_of_infra_and_those_are_settings(string section)
    {
        var schema = SchemaKeys(Load("accounts.schema.json"), section);
        Assert.Empty(Differences(BicepKeys(section), schema));
        var settings = KeysOf(section)
            .Select(JsonNamingPolicy.CamelCase.ConvertName)
            .Where(k => !NotInAccounts.Contains($"{section}.{k}", StringComparer.Ordinal));
        Assert.Empty(Differences(settings, schema.Where(k => !(section == "Webhook" && k == "secretName"))));
    }

    [Theory]
    [InlineData("dev.json")]
    [InlineData("test.json")]
    [InlineData("prod.json")]
    public void The_accounts_of_an_environment_keep_to_their_schema(string file)
    {
        var accounts = JsonNode.Parse(File.ReadAllText(Path.Combine(Documents.Root, "infra", "accounts", file)))!;
        Assert.True(Evaluate(accounts), file);
        if (accounts.AsArray().Count > 0)
        {
            accounts[0]!["brands"]![0]!["Planted"] = true;
            Assert.False(Evaluate(accounts), "a key that nobody knows is a fault");
        }
    }

    [Theory]
    [InlineData("StopScope", "Account", "Brand")]
    [InlineData("Content", "Campaign", "general")]
    public void A_choice_in_the_schema_is_one_that_the_reader_takes(string key, string section, string one)
    {
        var choices = Load("settings.schema.json")["$defs"]![section]!["properties"]![key]!["enum"]!
            .AsArray()
            .Select(c => (string)c!)
            .ToArray();
        Assert.Contains(one, choices);
        string[] expected = key == "Content" ? Enum.GetNames<Content>() : Enum.GetNames<StopScope>();
        Assert.Equal(expected, choices.Select(c => c.Replace("-", "", StringComparison.Ordinal)), StringComparer.OrdinalIgnoreCase);
    }

    private static bool Evaluate(JsonNode accounts) =>
        JsonSchema
            .FromText(File.ReadAllText(Path.Combine(Documents.Root, "schemas", "accounts.schema.json")))
            .Evaluate(JsonSerializer.SerializeToElement(accounts))
            .IsValid;

    private static string Name(Type type) => type == typeof(OptOutSettings) ? "OptOut" : type.Name[..^"Settings".Length];

    private static IEnumerable<string> KeysOf(string section) =>
        Sections.Single(t => Name(t) == section).GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(p => p.Name);

    private static JsonNode Load(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Documents.Root, "schemas", file)))!;

    private static IReadOnlyList<string> SchemaKeys(JsonNode schema, string section) =>
        [.. schema["$defs"]![section]!["properties"]!.AsObject().Select(p => p.Key)];

    /// <summary>The rows of each table, by the section that its heading names.</summary>
    private static Dictionary<string, List<string>> PageRows(string page)
    {
        var rows = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var section = "";
        foreach (var line in page.Split('\n'))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                var prefix = heading.Groups["prefix"].Value;
                section = prefix.Length == 0 ? "OptOut" : Singular(prefix.Split(':').Last(p => !char.IsAsciiDigit(p[0])));
                rows[section] = [];
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = "";
            }
            else if (section.Length > 0 && Row().Match(line) is { Success: true } row)
            {
                rows[section].Add(row.Groups["key"].Value);
            }
        }

        return rows;
    }

    private static string Singular(string name) => name.EndsWith('s') ? name[..^1] : name;

    private static IReadOnlyList<string> BicepKeys(string section)
    {
        var text = File.ReadAllText(Path.Combine(Documents.Root, "infra", "types.bicep"));
        var start = text.IndexOf($"type {JsonNamingPolicy.CamelCase.ConvertName(section)} = {{", StringComparison.Ordinal);
        return
        [
            .. BicepKey().Matches(text[start..text.IndexOf("\n}", start, StringComparison.Ordinal)]).Select(m => m.Groups["key"].Value),
        ];
    }

    /// <summary>What is missing, with a minus; what is too much, with a plus.</summary>
    private static IEnumerable<string> Differences(IEnumerable<string> expected, IEnumerable<string> found)
    {
        var (wanted, there) = (expected.ToHashSet(StringComparer.Ordinal), found.ToHashSet(StringComparer.Ordinal));
        return
        [
            .. wanted.Except(there, StringComparer.Ordinal).Select(k => "-" + k),
            .. there.Except(wanted, StringComparer.Ordinal).Select(k => "+" + k),
        ];
    }

    [GeneratedRegex(@"^## .*: `OptOut:(?<prefix>[A-Za-z0-9:]*?):?…`$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| `(?<key>[A-Za-z]+)(:0)?` \|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^  (?<key>[a-zA-Z]+): ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex BicepKey();
}

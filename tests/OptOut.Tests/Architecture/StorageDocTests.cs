using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptOut.Tests;

/// <summary>
/// The examples of docs/storage.md are read, and written again as they stand: what was stored by their version is read by this one.
/// </summary>
public partial class StorageDocTests
{
    public static TheoryData<string, string> Examples =>
        [
            .. Example()
                .Matches(File.ReadAllText(Path.Combine(Documents.Root, "docs", "storage.md")))
                .Select(m => (m.Groups["type"].Value, m.Groups["json"].Value)),
        ];

    [Fact]
    public void There_are_some() => Assert.InRange(Examples.Count, 6, 30);

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_example_is_read_and_written_again(string type, string json)
    {
        var known = typeof(LedgerEvent).Assembly.GetType("OptOut." + type, throwOnError: true)!;
        var value = JsonSerializer.Deserialize(json, known, OptOutJson.Default.Options);
        Differences(JsonNode.Parse(json), JsonSerializer.SerializeToNode(value, known, OptOutJson.Default.Options), type);
    }

    [Fact]
    public void A_field_that_is_not_known_is_skipped() =>
        Assert.Equal(
            "KeptAnswer { RequestHash = x, Status = 0, Body =  }",
            JsonSerializer.Deserialize("""{"requestHash":"x","later":{"a":[1]}}""", OptOutJson.Default.KeptAnswer)!.ToString()
        );

    /// <summary>What the example says must be in what is written; more may be.</summary>
    private static void Differences(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected)
        {
            case JsonObject fields:
                Assert.All(fields, field => Differences(field.Value, actual!.AsObject()[field.Key], $"{path}.{field.Key}"));
                break;
            case JsonArray items:
                Assert.Equal(items.Count, actual!.AsArray().Count);
                Assert.All(items, (item, i) => Differences(item, actual.AsArray()[i], $"{path}[{i}]"));
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{path}: {expected} became {actual}");
                break;
        }
    }

    [GeneratedRegex(
        "^```json (?<type>[A-Za-z]+)\n(?<json>.+?)\n```",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Example();
}

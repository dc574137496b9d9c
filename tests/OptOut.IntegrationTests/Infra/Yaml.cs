using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace OptOut.IntegrationTests;

/// <summary>A YAML file as JSON nodes, every scalar a string: enough to ask what is in it. A key given twice is an error.</summary>
internal static class Yaml
{
    public static JsonObject Load(string path)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(path);
        stream.Load(reader);
        return (JsonObject)Convert(stream.Documents.Single().RootNode)!;
    }

    private static JsonNode? Convert(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => new JsonObject(
                mapping.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Convert(c.Value)))
            ),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
            YamlScalarNode scalar => scalar.Value is null ? null : JsonValue.Create(scalar.Value),
            _ => throw new InvalidDataException($"Unexpected YAML at {node.Start}."),
        };
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut.Http;

/// <summary>
/// Reads a list whose items are judged one by one: a field that stands twice in one of them is that item's fault, not the list's.
/// </summary>
public sealed class SeparateItemsJson : JsonConverter<IReadOnlyList<JsonElement>>
{
    public override IReadOnlyList<JsonElement> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list is needed.");
        }

        var items = new List<JsonElement>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(JsonElement.ParseValue(ref reader));
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<JsonElement> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}

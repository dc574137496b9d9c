using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>Durations in JSON are ISO 8601 text.</summary>
public sealed class IsoDurationJson : JsonConverter<IsoDuration>
{
    public override IsoDuration? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && IsoDuration.TryParse(reader.GetString(), out var duration, out _)
            ? duration
            : throw new JsonException("A duration is written as in ISO 8601: P30D, PT24H, P5Y.");

    public override void Write(Utf8JsonWriter writer, IsoDuration value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

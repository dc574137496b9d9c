using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>A list of times as Unix milliseconds: there may be hundreds, and a row is small.</summary>
public sealed class TimesJson : JsonConverter<ImmutableList<DateTimeOffset>>
{
    public override ImmutableList<DateTimeOffset> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var times = ImmutableList.CreateBuilder<DateTimeOffset>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            times.Add(DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64()));
        }

        return times.ToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableList<DateTimeOffset> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var time in value)
        {
            writer.WriteNumberValue(time.ToUnixTimeMilliseconds());
        }

        writer.WriteEndArray();
    }
}

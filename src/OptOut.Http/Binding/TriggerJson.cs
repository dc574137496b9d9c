using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut.Http;

/// <summary>What a prior relationship began with (rule 19).</summary>
/// <param name="Kind">order, appointment, alert, one-time-password or other.</param>
/// <param name="Reference">The order's, appointment's … reference; where missing, the proof's counts.</param>
/// <param name="At">When it was; where missing, <c>obtainedAt</c> counts.</param>
public sealed record TriggerBody(string? Kind, string? Reference = null, DateTimeOffset? At = null);

/// <summary>A trigger is a word, or an object that gives its own reference and time.</summary>
public sealed class TriggerJson : JsonConverter<TriggerBody>
{
    public override TriggerBody? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new TriggerBody(reader.GetString());
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A trigger is a word or an object.");
        }

        string? kind = null,
            reference = null;
        DateTimeOffset? at = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "type" or "kind":
                    kind = reader.GetString();
                    break;
                case "reference":
                    reference = reader.GetString();
                    break;
                case "at" or "time":
                    at = JsonSerializer.Deserialize(
                        ref reader,
                        (System.Text.Json.Serialization.Metadata.JsonTypeInfo<DateTimeOffset>)options.GetTypeInfo(typeof(DateTimeOffset))
                    );
                    break;
                default:
                    throw new JsonException("could not be mapped to any .NET member");
            }
        }

        return new TriggerBody(kind, reference, at);
    }

    /// <summary>Whole, for the hash that tells a repetition from a reuse of its key.</summary>
    public override void Write(Utf8JsonWriter writer, TriggerBody value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", value.Kind);
        writer.WriteString("reference", value.Reference);
        if (value.At is { } at)
        {
            writer.WriteString("at", at.UtcDateTime);
        }

        writer.WriteEndObject();
    }
}

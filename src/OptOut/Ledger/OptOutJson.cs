using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>How states, events and receipts are written to storage and to queues.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(IsoDurationJson)])]
[JsonSerializable(typeof(RecipientState))]
[JsonSerializable(typeof(LedgerEvent))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(IReadOnlyList<Reservation>))]
[JsonSerializable(typeof(IReadOnlyList<RecentMessage>))]
[JsonSerializable(typeof(KeptAnswer))]
[JsonSerializable(typeof(ConversationBinding))]
[JsonSerializable(typeof(FollowUp))]
[JsonSerializable(typeof(ReconciliationMark))]
public sealed partial class OptOutJson : JsonSerializerContext;

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

/// <summary>Durations in JSON are ISO 8601 text.</summary>
public sealed class IsoDurationJson : JsonConverter<IsoDuration>
{
    public override IsoDuration? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && IsoDuration.TryParse(reader.GetString(), out var duration, out _)
            ? duration
            : throw new JsonException("A duration is written as in ISO 8601: P30D, PT24H, P5Y.");

    public override void Write(Utf8JsonWriter writer, IsoDuration value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>
/// Times are ISO 8601 with a zone, written in UTC with <c>Z</c>. A time without a zone would be guessed, so it is refused.
/// </summary>
public sealed class UtcTimeJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (
            reader.TokenType == JsonTokenType.String
            && reader.TryGetDateTime(out var time)
            && time.Kind != DateTimeKind.Unspecified
            && reader.TryGetDateTimeOffset(out var value)
        )
        {
            return value.ToUniversalTime();
        }

        throw new JsonException("A time is ISO 8601 with a zone: 2026-01-31T12:00:00Z.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>A follow-up as it lies in a queue: JSON.</summary>
public static class FollowUpBody
{
    /// <summary>
    /// What a queue takes: 64 KiB (https://learn.microsoft.com/rest/api/storageservices/understanding-the-queue-service-data-model), less
    /// what a dead letter's cause and the attempts need.
    /// </summary>
    public const int MaxBytes = 63 * 1024;

    /// <summary>Its bytes. All of them are ASCII, whatever was texted, so that every queue can carry them.</summary>
    public static byte[] Of(FollowUp followUp) => JsonSerializer.SerializeToUtf8Bytes(followUp, FollowUpJson.Default.FollowUp);

    /// <exception cref="JsonException">It is no follow-up, or of a kind that this version does not know.</exception>
    public static FollowUp Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, FollowUpJson.Default.FollowUp) ?? throw new JsonException("The follow-up is null.");
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            // Without a kind, or bytes that are no text.
            throw new JsonException("It is no follow-up.", e);
        }
    }

    /// <summary>
    /// A dead letter's body to be tried again (<see cref="FollowUp.Revived"/>). What cannot be read stays as it is, for an operator to look
    /// at.
    /// </summary>
    public static ReadOnlyMemory<byte> Revived(ReadOnlyMemory<byte> letter)
    {
        try
        {
            return Of(Read(letter.Span).Revived());
        }
        catch (JsonException)
        {
            return letter;
        }
    }
}

/// <summary>How follow-ups are written. What is missing in one is a fault, for it may have been put into the queue by hand.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(IsoDurationJson)]
)]
[JsonSerializable(typeof(FollowUp))]
public sealed partial class FollowUpJson : JsonSerializerContext;

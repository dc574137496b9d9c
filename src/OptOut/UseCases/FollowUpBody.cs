using System.Text.Json;

namespace OptOut;

/// <summary>A follow-up as it lies in a queue: JSON, the same in every queue.</summary>
public static class FollowUpBody
{
    public static byte[] Of(FollowUp followUp) => JsonSerializer.SerializeToUtf8Bytes(followUp, OptOutJson.Default.FollowUp);

    /// <exception cref="JsonException">It is no follow-up.</exception>
    public static FollowUp Read(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, OptOutJson.Default.FollowUp) ?? throw new JsonException("The follow-up is null.");

    /// <summary>A dead letter's body with all attempts before it (<see cref="FollowUp.WithoutAttempts"/>). What cannot be read stays as it is, for an operator to look at.</summary>
    public static ReadOnlyMemory<byte> WithoutAttempts(ReadOnlyMemory<byte> letter)
    {
        try
        {
            return Of(Read(letter.Span).WithoutAttempts());
        }
        catch (JsonException)
        {
            return letter;
        }
    }
}

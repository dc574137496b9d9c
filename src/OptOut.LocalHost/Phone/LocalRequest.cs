using Microsoft.AspNetCore.Http.HttpResults;

namespace OptOut.LocalHost;

/// <summary>
/// What the endpoints of <c>/local/*</c> have in common: a small JSON body, a phone in the path, problems that name the field.
/// </summary>
internal static class LocalRequest
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The JSON body, or the answer that refuses it.</summary>
    public static async Task<(ReadOnlyMemory<byte> Json, IResult? Refusal)> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            return (
                default,
                TypedResults.Problem("The request must be application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType)
            );
        }
        var buffer = new byte[MaxBytes + 1];
        var length = 0;
        for (int read; length < buffer.Length && (read = await request.Body.ReadAsync(buffer.AsMemory(length))) > 0; )
        {
            length += read;
        }
        return length <= MaxBytes
            ? (buffer.AsMemory(0, length), null)
            : (
                default,
                TypedResults.Problem($"The request is larger than {MaxBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge)
            );
    }

    public static bool IsPhone(string address) => PhoneAddress.IsRecipient(PhoneAddress.Plain(address));

    public static ValidationProblem NoPhone(string field) => Invalid(field, "must be + and 8 to 15 digits, or a channel address");

    public static ValidationProblem Invalid(string field, string why) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [why] });
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OptOut.Http;

/// <summary>Reads a request's JSON strictly, and says which field is wrong; ASP.NET's own binding would answer an empty 400.</summary>
internal static class ApiBody
{
    private const int MaxBytes = 4 * 1024 * 1024;

    public static async Task<(T? Body, ProblemHttpResult? Problem)> ReadAsync<T>(
        HttpRequest request,
        JsonTypeInfo<T> type,
        CancellationToken cancellation
    )
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problems.WrongMediaType("application/json"));
        }

        var (bytes, tooLarge) = await BoundedBody.ReadAsync(request, MaxBytes, cancellation);
        if (tooLarge)
        {
            return (null, Problems.TooLarge($"At most {MaxBytes / 1024 / 1024} MiB."));
        }

        try
        {
            return JsonSerializer.Deserialize(bytes.Span, type) is { } body
                ? (body, null)
                : (null, Problems.Invalid(SentNames.Whole, "is null."));
        }
        catch (JsonException e)
        {
            var (field, what) = JsonFaults.Of(bytes, type, e);
            return (null, Problems.Invalid(field, what));
        }
    }
}

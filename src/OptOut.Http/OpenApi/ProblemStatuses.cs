using System.Globalization;
using Microsoft.OpenApi;

namespace OptOut.Http;

/// <summary>Which problems an endpoint can answer with, and what they mean.</summary>
internal static class ProblemStatuses
{
    private static readonly Dictionary<int, string> Meanings = new()
    {
        [400] = "The request is not valid; errors names each field.",
        [401] = "A valid key in x-api-key is needed.",
        [403] = "The key may not do this, or the brand is not one of its account's.",
        [404] = "There is no such record.",
        [406] = "None of the media types in Accept is offered.",
        [409] = "What stands is against it: the recipient's or the provider's own word.",
        [413] = "The body is too large.",
        [415] = "The body's media type is not supported.",
        [422] = "The Idempotency-Key was used for another request.",
        [429] = "Too many requests; Retry-After says how many seconds to wait.",
        [503] = "The store cannot be reached. Nothing may be sent on this answer.",
    };

    public static IEnumerable<int> Of(ApiOperation operation, bool keyed, bool signed)
    {
        int[] all =
        [
            .. keyed ? [400, 401, 403, 429, 503]
            : signed ? new[] { 400, 403, 413, 503 }
            : [],
            .. keyed && operation.Body.Count > 0 ? new[] { 413, 415 } : [],
            .. operation.Problems,
        ];
        return all.Distinct().Order();
    }

    /// <summary>A reference to the document's own response for the status, which is added where it is missing.</summary>
    public static OpenApiResponseReference Reference(int status, OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas.TryAdd(ApiSchemas.Problem, ApiSchemas.ProblemSchema());
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal);
        var name = status.ToString(CultureInfo.InvariantCulture);
        document.Components.Responses.TryAdd(
            name,
            new OpenApiResponse
            {
                Description = Meanings[status],
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ApiSchemas.Problem, document) },
                },
            }
        );
        return new OpenApiResponseReference(name, document);
    }
}

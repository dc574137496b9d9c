using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OptOut.Http;

/// <summary>Writes an endpoint's <see cref="ApiOperation"/> into the document.</summary>
internal static partial class ApiOperationTransformer
{
    private static readonly Dictionary<string, (string Description, string Example)> PathParameters = new(StringComparer.Ordinal)
    {
        ["recipient"] = ("The recipient's number with + and country, or a channel's id without number.", ""),
        ["id"] = ("The consent's id.", "ev-3f2a-1"),
        ["brand"] = ("A brand of the account.", "acme"),
        ["event"] = ("The id of the ledger event that waits for a decision.", "ev-0123456789abcdef01234567-4"),
        ["campaign"] = ("A campaign of the brand.", "offers"),
    };

    public static async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var described = metadata.OfType<ApiOperation>().Last();
        var key = metadata.OfType<KeyNeeded>().FirstOrDefault();
        var signed = metadata.OfType<SignedByTwilio>().Any();
        var document = context.Document!;
        operation.Summary = described.Summary;
        operation.Description = Description(described, key, signed);
        operation.Tags = new HashSet<OpenApiTagReference> { new(Tag(context.Description.RelativePath!), document) };
        // An empty list means that no key is needed; a missing one would leave it open.
        operation.Security =
            key is null && !signed
                ? []
                :
                [
                    new OpenApiSecurityRequirement
                    {
                        [new OpenApiSecuritySchemeReference(signed ? ApiDocument.SignatureScheme : ApiDocument.KeyScheme, document)] = [],
                    },
                ];
        Parameters(operation, context.Description.RelativePath!, described, metadata.OfType<QueryParameters>().LastOrDefault());
        operation.RequestBody =
            described.Body.Count == 0
                ? null
                : new OpenApiRequestBody
                {
                    Required = described.BodyRequired,
                    Content = await ContentAsync(described.Body, context, cancellation),
                };
        operation.Responses = new OpenApiResponses();
        foreach (var status in new[] { described.Status, described.OtherStatus }.OfType<int>())
        {
            operation.Responses[Text(status)] = new OpenApiResponse
            {
                Description = described.Summary,
                Content = described.Answer.Count == 0 ? null : await ContentAsync(described.Answer, context, cancellation),
            };
        }

        foreach (var status in ProblemStatuses.Of(described, key is not null, signed))
        {
            operation.Responses[Text(status)] = ProblemStatuses.Reference(status, document);
        }
    }

    /// <summary>What the endpoint is about: <c>api/checks/{recipient}</c> is about checks.</summary>
    public static string Tag(string path) => path.TrimStart('/').Split('/')[1];

    private static string Description(ApiOperation described, KeyNeeded? key, bool signed)
    {
        var who =
            key is not null ? $"Needs a key that may {KebabCase<Permission>.Name(key.Permission)}."
            : signed ? "Signed by Twilio."
            : "Needs no key.";
        return described.Description.Length == 0 ? who : $"{described.Description} {who}";
    }

    private static void Parameters(OpenApiOperation operation, string path, ApiOperation described, QueryParameters? query)
    {
        operation.Parameters =
        [
            .. PathParameter
                .Matches(path)
                .Select(match => match.Groups["name"].Value)
                .Select(name =>
                    Parameter(
                        new(
                            name,
                            PathParameters[name].Description,
                            name == "recipient" ? described.Recipient : PathParameters[name].Example
                        ),
                        ParameterLocation.Path
                    )
                ),
            .. (query?.Known ?? []).Select(p => Parameter(p, ParameterLocation.Query)),
            .. described.Headers.Select(p => Parameter(p, ParameterLocation.Header)),
        ];
    }

    private static OpenApiParameter Parameter(QueryParameter known, ParameterLocation location) =>
        new()
        {
            Name = known.Name,
            In = location,
            Required = location == ParameterLocation.Path,
            Description = known.Description,
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = known.Words.Count == 0 ? null : [.. known.Words.Select(word => (JsonNode)JsonValue.Create(word))],
            },
            Example = known.Example.Length == 0 ? null : JsonValue.Create(known.Example),
        };

    private static async Task<Dictionary<string, OpenApiMediaType>> ContentAsync(
        IReadOnlyList<ApiContent> contents,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var written = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        foreach (var content in contents)
        {
            var schemas = new List<IOpenApiSchema>();
            foreach (var type in content.Schemas)
            {
                schemas.Add(await SchemaAsync(type, context, cancellation));
            }

            written[content.MediaType] = new OpenApiMediaType
            {
                Schema = schemas switch
                {
                    // The JSON of others (Twilio's events): anything.
                    [] when content.MediaType == MediaTypes.Json => new OpenApiSchema(),
                    [] => new OpenApiSchema { Type = JsonSchemaType.String },
                    [var only] => only,
                    _ => new OpenApiSchema { OneOf = schemas },
                },
                Example = content.MediaType == MediaTypes.Json ? JsonNode.Parse(content.Example) : JsonValue.Create(content.Example),
            };
        }

        return written;
    }

    private static async Task<IOpenApiSchema> SchemaAsync(
        Type type,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        context.Document!.AddComponent(type.Name, schema);
        return new OpenApiSchemaReference(type.Name, context.Document);
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathParameter { get; }
}

using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace OptOut.Http;

/// <summary>The OpenAPI 3.1 document of every endpoint that has an <see cref="ApiOperation"/>, at <c>/api/openapi.json</c>.</summary>
internal static class ApiDocument
{
    public const string KeyScheme = "x-api-key";
    public const string SignatureScheme = "x-twilio-signature";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = endpoint => endpoint.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().Any();
            options.AddOperationTransformer(ApiOperationTransformer.TransformAsync);
            options.AddSchemaTransformer(ApiSchemas.TransformAsync);
            options.AddDocumentTransformer(TransformAsync);
        });

    private static Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "OptOut",
            Version = "1",
            Description =
                "A consent gate for Twilio senders: may I send this, to this person, for this campaign, now? Times are ISO 8601 in UTC, durations ISO 8601, "
                + "errors RFC 9457 problem documents. Unknown fields and unknown query parameters are refused."
                + AnswerTables.Markdown(),
        };
        // Wherever it was read from; a forwarded Host must not decide.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = document
            .Paths.Keys.Select(ApiOperationTransformer.Tag)
            .Distinct(StringComparer.Ordinal)
            .Select(name => new OpenApiTag { Name = name })
            .ToHashSet();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "x-api-key",
                Description = "A key belongs to one account and may read, write or admin; each includes the one before.",
            },
            [SignatureScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Twilio-Signature",
                Description = "Twilio's signature over the public URL and the body, by an auth token of the body's AccountSid.",
            },
        };
        return Task.CompletedTask;
    }
}

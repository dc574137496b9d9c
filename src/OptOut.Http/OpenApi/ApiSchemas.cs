using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OptOut.Http;

/// <summary>What the types alone do not say of a schema: what converters write, and that requests take no unknown field.</summary>
internal static class ApiSchemas
{
    public const string Problem = "Problem";

    public static async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(JsonElement))
        {
            // An item of a batch: its schema was set with the batch (below), and this pass would take its required fields out.
            return;
        }

        if (type == typeof(IsoDuration))
        {
            Become(schema, JsonSchemaType.String);
            schema.Format = "duration";
            schema.Examples = [JsonValue.Create("P30D")];
        }
        else if (type == typeof(TriggerBody))
        {
            var whole = new OpenApiSchema
            {
                Properties = schema.Properties,
                Type = JsonSchemaType.Object,
                AdditionalPropertiesAllowed = false,
            };
            Become(schema, null);
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String, Description = "order, appointment, alert, one-time-password or other." },
                whole,
            ];
        }
        else if (type == typeof(CheckBatch))
        {
            // Items are read one by one, so that a bad one spoils only itself; to a caller they are checks.
            ((OpenApiSchema)schema.Properties!["checks"]).Items = await context.GetOrCreateSchemaAsync(
                typeof(CheckItem),
                null,
                cancellation
            );
        }

        Plain(schema);
        if (DeclaredFields.IsRequest(context.JsonTypeInfo))
        {
            Strict(schema, DeclaredFields.Of(context.JsonTypeInfo));
        }
    }

    /// <summary>Numbers are not taken as text, words are text, and what is null is left out of an answer.</summary>
    private static void Plain(OpenApiSchema schema)
    {
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Integer))
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        if (schema.Enum is { Count: > 0 } words)
        {
            schema.Type ??= JsonSchemaType.String;
            schema.Enum = [.. words.Where(word => word is not null && word.GetValueKind() != JsonValueKind.Null)];
        }

        if (schema.Properties is { } properties && schema.Required is { } required)
        {
            schema.Required = required
                .Where(name => properties[name].Type?.HasFlag(JsonSchemaType.Null) != true)
                .ToHashSet(StringComparer.Ordinal);
        }
    }

    private static void Strict(OpenApiSchema schema, IReadOnlyList<DeclaredFields.Field> fields)
    {
        schema.AdditionalPropertiesAllowed = false;
        schema.Required = fields.Where(field => field.IsRequired).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var field in fields.Where(field => field.Words is not null))
        {
            var property = (OpenApiSchema)schema.Properties![field.Name];
            property.Type = JsonSchemaType.String;
            property.Enum = [.. field.Words!.Select(word => JsonValue.Create(word))];
        }
    }

    /// <summary>RFC 9457, with what is wrong with which field.</summary>
    public static OpenApiSchema ProblemSchema() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457: what went wrong.",
            Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference" },
                ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "What is wrong with which field.",
                    AdditionalProperties = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Array,
                        Items = new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                },
            },
        };

    private static void Become(OpenApiSchema schema, JsonSchemaType? type)
    {
        schema.Type = type;
        schema.Properties = null;
        schema.Required = null;
    }
}

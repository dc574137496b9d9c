using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OptOut.Http;

/// <summary>
/// Says which field of JSON is wrong, and why, after the serializer refused it. Its own words are no interface and may quote the body, so
/// the JSON is held against the type once more.
/// </summary>
internal static class JsonFaults
{
    private const string Malformed = "is not valid JSON for this request.";
    private static readonly JsonDocumentOptions Lenient = new() { AllowDuplicateProperties = true };

    public static (string Field, string What) Of(ReadOnlyMemory<byte> json, JsonTypeInfo type, JsonException refused)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return Of(document.RootElement, type, refused);
        }
        catch (JsonException)
        {
            return (SentNames.Whole, Malformed);
        }
    }

    public static (string Field, string What) Of(JsonElement json, JsonTypeInfo type, JsonException refused)
    {
        try
        {
            if (Find(json, type, "$") is var (path, what))
            {
                return (SentNames.OfField(path), what);
            }
        }
        catch (InvalidOperationException)
        {
            // A name that is no text: half of a surrogate pair, or bytes that are no UTF-8.
            return (SentNames.Whole, Malformed);
        }

        var field = SentNames.OfField(refused.Path);
        return (field, refused.Path is null or "$" ? Malformed : "has a value of the wrong form.");
    }

    /// <summary>The first name that the type does not know, or that stands twice; null where each is known and stands once.</summary>
    private static (string Path, string What)? Find(JsonElement json, JsonTypeInfo type, string path)
    {
        if (json.ValueKind == JsonValueKind.Array && type.Kind == JsonTypeInfoKind.Enumerable)
        {
            var element = type.Options.GetTypeInfo(type.ElementType!);
            return json.EnumerateArray()
                .Select((item, i) => Find(item, element, $"{path}[{i}]"))
                .FirstOrDefault(found => found is not null);
        }

        if (json.ValueKind != JsonValueKind.Object || type.Kind != JsonTypeInfoKind.Object)
        {
            return null;
        }

        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            var inner = $"{path}.{property.Name}";
            if (type.Properties.FirstOrDefault(p => p.Name == property.Name && p.Set is not null) is not { } known)
            {
                return (inner, "is not a known field.");
            }

            if (!met.Add(property.Name))
            {
                return (inner, "stands twice.");
            }

            if (Find(property.Value, type.Options.GetTypeInfo(known.PropertyType), inner) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

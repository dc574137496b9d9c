using System.Text.Json;

namespace OptOut.LocalHost;

/// <summary>
/// One JSON object of a request to <c>/local/*</c>, read strictly: what is wrong is said by the field's name, and a field that nobody asked
/// for is refused.
/// </summary>
internal sealed class JsonFields : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly JsonElement json;
    private readonly string path;
    private readonly IDictionary<string, string[]> errors;
    private readonly IDisposable? document;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    private JsonFields(JsonElement element, string path, IDictionary<string, string[]> errors, IDisposable? document)
    {
        (this.json, this.path, this.errors, this.document) = (element, path, errors, document);
    }

    /// <summary>The request's object; null, with an error under <c>$</c>, when it is none.</summary>
    /// <param name="json">The body.</param>
    /// <param name="errors">Collects what this object and those in it find wrong.</param>
    public static JsonFields? Parse(ReadOnlyMemory<byte> json, out IDictionary<string, string[]> errors)
    {
        errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            var parsed = JsonDocument.Parse(json, Strict);
            RequireText(parsed.RootElement);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new(parsed.RootElement, "", errors, parsed);
            }
            parsed.Dispose();
            errors["$"] = ["must be a JSON object"];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            errors["$"] = ["is not valid JSON, or has a field twice"];
        }
        return null;
    }

    /// <summary>
    /// Throws <see cref="InvalidOperationException"/> for a name or a string that is no Unicode text, half a surrogate pair: JSON lets it
    /// pass.
    /// </summary>
    private static void RequireText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    RequireText(item);
                }
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    RequireText(property.Value);
                }
                break;
        }
    }

    public string? Text(string name, bool required) => Given(name, required) is { } value ? TextOf(name, value) : null;

    public int? Number(string name, int least, int most, bool required)
    {
        if (Given(name, required) is not { } value)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }
        Refuse(name, $"must be a whole number from {least} to {most}");
        return null;
    }

    /// <summary>The texts of an optional array.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        [.. Array(name, required: false).Select((value, index) => TextOf($"{name}[{index}]", value)).OfType<string>()];

    /// <summary>The objects of an array that must be there.</summary>
    public IEnumerable<JsonFields> Items(string name) =>
        Array(name, required: true)
            .Select((value, index) => (Value: value, Path: $"{this.path}{name}[{index}]"))
            .Where(item => item.Value.ValueKind == JsonValueKind.Object || Wrong(item.Path, "must be an object"))
            .Select(item => new JsonFields(item.Value, item.Path + ".", errors, document: null));

    /// <summary>Call it last: every field that was not asked for is refused.</summary>
    public void RefuseOthers()
    {
        foreach (var property in json.EnumerateObject().Where(property => !known.Contains(property.Name)))
        {
            Refuse(property.Name, "is not a field of this request");
        }
    }

    public void Refuse(string name, string why) => errors.TryAdd(path + name, [why]);

    public void Dispose() => document?.Dispose();

    private JsonElement[] Array(string name, bool required)
    {
        if (Given(name, required) is not { } value)
        {
            return [];
        }
        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray()];
        }
        Refuse(name, "must be an array");
        return [];
    }

    private JsonElement? Given(string name, bool required)
    {
        known.Add(name);
        if (this.json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            return value;
        }
        if (required)
        {
            Refuse(name, "is required");
        }
        return null;
    }

    private string? TextOf(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }
        Refuse(name, "must be a string");
        return null;
    }

    private bool Wrong(string path, string why)
    {
        this.errors.TryAdd(path, [why]);
        return false;
    }
}

using System.Text.Json;

namespace OptOut.Http;

/// <summary>
/// Reads JSON that may hold what is no text: half of a surrogate pair, or bytes that are no UTF-8. The framework throws where it meets
/// them.
/// </summary>
internal static class JsonText
{
    /// <summary>A member of an object; null where there is none, or where a name before it is no text.</summary>
    public static JsonElement? Find(JsonElement item, string name)
    {
        try
        {
            return item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var found) ? found : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A string's text; null for what is no string, or no text.</summary>
    public static string? Read(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

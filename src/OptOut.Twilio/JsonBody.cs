using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace OptOut.Twilio;

/// <summary>A JSON body as fields, so that the same code reads it as reads a form.</summary>
public static class JsonBody
{
    // Twilio's bodies nest two deep; a hostile one must not.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    // Each field is stored with the names of all objects around it: without a limit, one long name around many fields would multiply the
    // body.
    private const int MaxNameLength = 128;

    /// <summary>
    /// Reads a JSON object: nested names are joined by a dot (<c>MessagingBinding.Address</c>), a repeated name stays repeated,
    /// null is absent, arrays, numbers and booleans stand as their JSON text. What has a name longer than any of Twilio's is left out.
    /// False when the body is no JSON object in UTF-8.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out FormBody? fields)
    {
        fields = null;
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var pairs = new List<KeyValuePair<string, string>>();
            Collect(document.RootElement, "", pairs);
            fields = FormBody.FromPairs(pairs);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // InvalidOperationException: half a surrogate pair, or bytes that are no UTF-8, inside a string.
        }
    }

    private static void Collect(JsonElement element, string prefix, List<KeyValuePair<string, string>> pairs)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (prefix.Length + property.Name.Length > MaxNameLength)
            {
                continue;
            }

            var name = prefix + property.Name;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Collect(property.Value, name + ".", pairs);
                    break;
                case JsonValueKind.String:
                    pairs.Add(new(name, property.Value.GetString()!));
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    pairs.Add(new(name, property.Value.GetRawText()));
                    break;
            }
        }
    }
}

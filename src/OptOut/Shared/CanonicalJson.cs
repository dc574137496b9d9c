using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OptOut;

/// <summary>
/// One spelling for JSON that says the same: members in the order of their names' UTF-16 units, no white space, in strings only what must
/// be escaped (as RFC 8785), numbers as they are written. What is hashed is hashed in this form, so that it does not matter who wrote the
/// line, or how.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The UTF-8 of an object made of these members.</summary>
    public static byte[] Of(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        var text = new StringBuilder();
        Members(text, members);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Members(StringBuilder text, IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            Quote(first ? text : text.Append(','), name).Append(':');
            Value(text, value);
            first = false;
        }

        text.Append('}');
    }

    private static void Value(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Members(text, value.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value)));
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var first = true;
                foreach (var item in value.EnumerateArray())
                {
                    Value(first ? text : text.Append(','), item);
                    first = false;
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                Quote(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static StringBuilder Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in value)
        {
            _ = unit switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append(@"\b"),
                '\f' => text.Append(@"\f"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => text.Append(unit),
            };
        }

        return text.Append('"');
    }
}

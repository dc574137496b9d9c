using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptOutFunctions.Tests;

/// <summary>
/// What Twilio publishes about the operations that the head's adapters use: names, types, patterns and enumerations of
/// <c>twilio-api.json</c>, which names its source. A request and an answer are held against it.
/// </summary>
internal sealed class ApiDescription
{
    private readonly JsonObject types;

    private ApiDescription(JsonObject root)
    {
        types = root["types"]!.AsObject();
        Operations = [.. root["operations"]!.AsArray().Select(o => o!.AsObject())];
    }

    public IReadOnlyList<JsonObject> Operations { get; }

    public static ApiDescription Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Twilio", "twilio-api.json"));
        return new ApiDescription(JsonNode.Parse(file)!.AsObject());
    }

    /// <summary>The operation that a request is for, and what stands in its path; null where Twilio has no such operation.</summary>
    public (JsonObject Operation, IReadOnlyDictionary<string, string> InPath)? Find(string method, string host, string path)
    {
        foreach (var operation in Operations.Where(o => Is(o, "method", method) && Is(o, "host", host)))
        {
            var pattern =
                "^"
                + Regex.Replace(
                    Regex.Escape(operation["path"]!.GetValue<string>()),
                    @"\\\{(?<name>\w+)}",
                    "(?<${name}>[^/]+)",
                    RegexOptions.ExplicitCapture,
                    TimeSpan.FromSeconds(1)
                )
                + "$";
            if (Regex.Match(path, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match)
            {
                return (
                    operation,
                    match
                        .Groups.Keys.Where(k => !char.IsDigit(k[0]))
                        .ToDictionary(k => k, k => match.Groups[k].Value, StringComparer.Ordinal)
                );
            }
        }

        return null;
    }

    /// <summary>The fields of an operation's answer, or of one item of its list.</summary>
    public JsonObject AnswerOf(JsonObject operation) => Fields(operation["answer"]!);

    /// <summary>What is wrong with a value that is text on the wire: a part of a path, of a query or of a form.</summary>
    public string? WrongText(JsonNode type, string value)
    {
        if (type is JsonObject { } array && Is(array, "type", "array"))
        {
            return array["items"] is JsonValue named
                ? JsonNode.Parse(value) is JsonObject item
                    ? WrongObject(Fields(named), item)
                    : "is no JSON object"
                : WrongText(array["items"]!, value);
        }

        return Is(type, "type", "integer")
            ? long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? Wrong(type, JsonValue.Create(number))
                : "is no whole number"
            : Wrong(type, JsonValue.Create(value));
    }

    /// <summary>What is wrong with an object: a field that does not exist, or a value that its type does not take.</summary>
    public string? WrongObject(JsonObject fields, JsonObject value) =>
        value
            .Select(field =>
                fields[field.Key] is { } type
                    ? Wrong(type, field.Value) is { } wrong
                        ? $"{field.Key} {wrong}"
                        : null
                    : $"{field.Key} does not exist"
            )
            .FirstOrDefault(wrong => wrong is not null);

    private string? Wrong(JsonNode type, JsonNode? value)
    {
        switch (value)
        {
            case null:
                return Is(type, "nullable", "true") ? null : "may not be null";
            case JsonArray items:
                return !Is(type, "type", "array")
                    ? "is a list"
                    : items
                        .Select(item =>
                            type["items"] is JsonValue named ? WrongObject(Fields(named), item!.AsObject()) : Wrong(type["items"]!, item)
                        )
                        .FirstOrDefault(w => w is not null);
            case JsonObject:
                // Twilio's description leaves some objects open: a participant's binding.
                return type["type"] is null ? null : "is an object";
        }

        var kind = value.GetValueKind();
        return (type["type"]?.GetValue<string>(), kind) switch
        {
            ("integer", JsonValueKind.Number) => (type["minimum"]?.GetValue<long>() ?? long.MinValue) <= Number(value)
            && Number(value) <= (type["maximum"]?.GetValue<long>() ?? long.MaxValue)
                ? null
                : "is too small or too large",
            ("boolean", JsonValueKind.True or JsonValueKind.False) => null,
            ("string", JsonValueKind.String) => WrongString(type, value.GetValue<string>()),
            _ => $"is {kind}",
        };
    }

    private static long Number(JsonNode value) => long.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static string? WrongString(JsonNode type, string value)
    {
        if (
            type["pattern"]?.GetValue<string>() is { } pattern
            && !Regex.IsMatch(value, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))
        )
        {
            return $"is '{value}', which {pattern} does not match";
        }

        if (type["enum"] is JsonArray words && !words.Any(w => w!.GetValue<string>() == value))
        {
            return $"is '{value}', none of {words.ToJsonString()}";
        }

        return type["format"]?.GetValue<string>() switch
        {
            "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTimeOffset.TryParseExact(
                value,
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out _
            ),
            "date-time-rfc-2822" => DateTimeOffset.TryParseExact(
                value,
                "ddd, dd MMM yyyy HH:mm:ss '+0000'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out _
            ),
            "uri" => Uri.TryCreate(value, UriKind.Absolute, out _),
            "phone-number" => value.Length > 2 && !value.Contains(' ', StringComparison.Ordinal),
            _ => true,
        }
            ? null
            : $"is '{value}', which is no {type["format"]}";
    }

    private JsonObject Fields(JsonNode type) => type is JsonValue named ? types[named.GetValue<string>()]!.AsObject() : type.AsObject();

    private static bool Is(JsonNode node, string name, string value) =>
        string.Equals(node[name]?.ToString(), value, StringComparison.OrdinalIgnoreCase);
}

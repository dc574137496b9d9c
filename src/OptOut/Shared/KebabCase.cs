using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptOut;

/// <summary>Enum members as the contract writes them: <c>no-consent</c>, <c>opt-in-request</c>. Numbers are refused.</summary>
public sealed class KebabCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(Name, StringComparer.Ordinal);

    /// <summary>The contract's word for a member.</summary>
    public static string Name(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The member for the contract's word, exactly as written there.</summary>
    public static bool TryParse(string? word, out T value)
    {
        value = default;
        return word is not null && Values.TryGetValue(word, out value);
    }

    /// <summary>All words, for messages that list what is accepted.</summary>
    public static string All => string.Join(", ", Values.Keys);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OptOut.Language;

/// <summary>What <c>Keywords/Languages/{language}.json</c> holds.</summary>
/// <param name="Language">BCP 47 language, as the file's name says.</param>
/// <param name="Source">Where the words come from.</param>
/// <param name="Keywords">Whole-message keywords by class; a space in one says that it is also written in parts ("OPT OUT").</param>
/// <param name="Buttons">Texts of the channels' own buttons, by the class that pressing one has.</param>
internal sealed record LanguageData(
    string Language,
    string Source,
    IReadOnlyDictionary<KeywordClass, IReadOnlyList<string>> Keywords,
    IReadOnlyDictionary<KeywordClass, IReadOnlyList<string>> Buttons
)
{
    /// <summary>Keywords of this language that people of all languages text, since every sender names them.</summary>
    public IReadOnlyList<string>? International { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(LanguageData))]
[JsonSerializable(typeof(RevocationData))]
internal sealed partial class MessageDataContext : JsonSerializerContext;

/// <summary>The embedded data files of this folder. English comes first: what two languages share is English's.</summary>
internal static class MessageData
{
    private static readonly string[] LanguageNames = ["en", "fr", "es", "pt", "de"];

    public static IReadOnlyList<LanguageData> Languages { get; } =
    [.. LanguageNames.Select(name => Read($"Languages/{name}.json", MessageDataContext.Default.LanguageData))];

    public static IReadOnlyList<RevocationData> Revocations { get; } =
    [.. LanguageNames.Select(name => Read($"Revocations/{name}.json", MessageDataContext.Default.RevocationData))];

    private static T Read<T>(string name, JsonTypeInfo<T> type)
    {
        using Stream stream = DataFile.Open(name);
        return JsonSerializer.Deserialize(stream, type)
            ?? throw new InvalidOperationException($"The embedded data file '{name}' is empty.");
    }
}

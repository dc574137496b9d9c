using System.Text.Json;

namespace OptOut;

/// <summary>Reads the data files that are embedded in this assembly. A missing or malformed one is a build mistake and throws.</summary>
internal static class DataFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The content of <c>Data/**/{name}</c>, strictly: a field that <typeparamref name="T"/> does not know is a mistake.</summary>
    public static T Read<T>(string name)
    {
        using var stream = typeof(DataFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The data file '{name}' is not embedded.");
        return JsonSerializer.Deserialize<T>(stream, Strict)
            ?? throw new InvalidOperationException($"The data file '{name}' is empty.");
    }
}

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
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, Strict)
            ?? throw new InvalidOperationException($"The data file '{name}' is empty.");
    }

    /// <summary>The lines of a text file that say something: no comments, nothing empty.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(Open(name));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }

    private static Stream Open(string name) =>
        typeof(DataFile).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The data file '{name}' is not embedded.");
}

using System.Text.Json;

namespace OptOut.Language;

/// <summary>
/// Reads the data files that are embedded in an assembly of ours. A missing or malformed one is a build mistake and throws.
/// </summary>
public static class DataFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>
    /// The content of the file of that name in the assembly of <typeparamref name="T"/>, strictly: a field that <typeparamref name="T"/>
    /// does not know is a mistake.
    /// </summary>
    public static T Read<T>(string name)
    {
        using var stream = Open(typeof(T).Assembly, name);
        return JsonSerializer.Deserialize<T>(stream, Strict) ?? throw new InvalidOperationException($"The data file '{name}' is empty.");
    }

    /// <summary>The lines of a text file of this assembly, without comments and empty lines.</summary>
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

    /// <summary>A file of this assembly.</summary>
    internal static Stream Open(string name) => Open(typeof(DataFile).Assembly, name);

    private static Stream Open(System.Reflection.Assembly assembly, string name) =>
        assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The data file '{name}' is not embedded.");
}

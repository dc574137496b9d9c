using System.Security.Cryptography;

namespace OptOut.LocalHost;

/// <summary>
/// The key that signs decisions (rule 33) where the configuration names none: made once, and kept beside the data, so that what was signed
/// before a restart is known after it.
/// </summary>
internal static class LocalDecisionKey
{
    private const string FileName = "decision-key";

    /// <exception cref="LocalHostException">The data folder holds a key file that cannot be read or written.</exception>
    public static void AddDecisionKey(this WebApplicationBuilder builder, string data)
    {
        if (builder.Configuration.GetSection("OptOut:DecisionKeys").GetChildren().Any())
        {
            return;
        }

        builder.Configuration.AddInMemoryCollection([new("OptOut:DecisionKeys:0", ReadOrMake(Path.Combine(data, FileName)))]);
    }

    private static string ReadOrMake(string path)
    {
        try
        {
            if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: >= 32 } known)
            {
                return known;
            }

            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                // With this key anybody can sign decisions, so only the owner may read it.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var writer = new StreamWriter(path, options);
            writer.Write(key);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalHostException($"{path}: the key of decisions can neither be read nor made: {e.Message}", e);
        }
    }
}

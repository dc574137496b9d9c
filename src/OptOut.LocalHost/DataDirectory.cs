namespace OptOut.LocalHost;

/// <summary>Where the local host keeps its data: <c>--data DIR</c>, by default <c>.data/</c> at the top of the repository.</summary>
public static class DataDirectory
{
    /// <summary>The full path; the directory exists afterwards.</summary>
    public static string From(IConfiguration configuration)
    {
        var path = configuration["data"] is { Length: > 0 } chosen ? Path.GetFullPath(chosen) : Path.Combine(RepositoryRoot(), ".data");
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalHostException($"--data: {path} cannot be made a data directory: {e.Message}", e);
        }
    }

    /// <summary>
    /// The repository this program was built in, else the one it was started in: the nearest folder above with
    /// tools/azurite/package-lock.json.
    /// </summary>
    internal static string RepositoryRoot()
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "tools", "azurite", "package-lock.json")))
                {
                    return folder.FullName;
                }
            }
        }
        throw new LocalHostException(
            "tools/azurite/package-lock.json was found neither above the program nor above the current folder: run the local host from its "
                + "repository, or set OptOut:Storage to an Azure Storage connection string."
        );
    }
}

namespace OptOut.LocalHost;

/// <summary>A folder's packages of Node.js, as its pinned lock file has them.</summary>
internal static class NodePackages
{
    /// <summary>What npm is told to install them.</summary>
    public static readonly string[] Install = ["ci", "--no-audit", "--no-fund", "--no-update-notifier"];

    /// <summary>
    /// Whether they are there and no older than the lock file. npm writes node_modules/.package-lock.json last, so an interrupted
    /// installation counts as none.
    /// </summary>
    public static bool AreCurrent(string folder)
    {
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));
    }
}

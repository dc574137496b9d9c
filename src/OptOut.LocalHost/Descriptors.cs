using System.Globalization;

namespace OptOut.LocalHost;

/// <summary>
/// How many connections this process may hold, so that it never runs out of descriptors: the runtime ends a process that does.
/// </summary>
internal static class Descriptors
{
    /// <summary>
    /// What the host needs besides its callers' connections: some 300 when it is idle, and a few a request for the emulator.
    /// </summary>
    private const int Reserve = 340;

    private const int MinConnections = 8;

    /// <summary>The maximum of connections at once; null where the system names no limit, or one that is far away.</summary>
    public static long? MaxConnections() => OperatingSystem.IsLinux() ? MaxConnections(File.ReadAllText("/proc/self/limits")) : null;

    /// <param name="limits">As <c>/proc/self/limits</c> has it.</param>
    internal static long? MaxConnections(string limits)
    {
        const string Name = "Max open files";
        var line = limits.Split('\n').FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..].TrimStart();
        var soft = line?.Split(' ', 2)[0];
        // A connection costs one, and the request on it one more on its way to the emulator.
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var available) && available < 100_000
            ? Math.Max(MinConnections, (available - Reserve) / 2)
            : null;
    }
}

using OptOut.LocalHost;

namespace OptOut.IntegrationTests;

/// <summary>The way to Azurite by ports of a test's own.</summary>
internal static class AzuriteDetour
{
    /// <summary>The connection string with the given ports in place of Azurite's.</summary>
    public static string Through(this AzuriteRecord azurite, string connectionString, int tablePort, int queuePort) =>
        connectionString
            .Replace($":{azurite.TablePort}/", $":{tablePort}/", StringComparison.Ordinal)
            .Replace($":{azurite.QueuePort}/", $":{queuePort}/", StringComparison.Ordinal);
}

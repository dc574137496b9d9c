using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Azure;

/// <summary>Registers where each night's audit file is kept.</summary>
public static class AuditFileStorage
{
    /// <param name="services">The host's services.</param>
    /// <param name="storage">A connection string, or the name of a storage account that the managed identity reaches
    /// (<c>OptOut:AuditFiles:Storage</c>).</param>
    /// <param name="container">The container's name (<c>OptOut:AuditFiles:Container</c>).</param>
    public static IServiceCollection AddAuditFiles(this IServiceCollection services, string storage, string container)
    {
        var byKey = AzureStorage.IsConnectionString(storage);
        var files = new BlobAuditFiles(
            byKey
                ? new BlobContainerClient(storage, container, Options())
                : new BlobContainerClient(
                    new Uri($"https://{storage}.blob.core.windows.net/{container}"),
                    AzureStorage.Identity(Environment.GetEnvironmentVariable("AZURE_CLIENT_ID")),
                    Options()
                )
        );
        services.AddSingleton<IAuditFiles>(files);
        // The identity in infra/ may add files and make no container: there it is made beforehand, with its policy.
        return byKey ? services.AddSingleton(files) : services;
    }

    /// <summary>
    /// No caller waits for it, so the SDK's own retries and timeouts stay; but its logs and spans hold URLs (<see cref="AzureStorage"/>).
    /// </summary>
    private static BlobClientOptions Options()
    {
        var options = new BlobClientOptions();
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Transport = AzureStorage.Transport;
        return options;
    }
}

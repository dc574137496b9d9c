using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Azure;

/// <summary>Registers the ports that live in Azure Storage.</summary>
public static class AzureStorage
{
    /// <param name="services">The host's services.</param>
    /// <param name="storage">A connection string, or the name of a storage account that the managed identity reaches (CONTRACT §5, <c>OptOut:Storage</c>).</param>
    public static IServiceCollection AddRecipientStore(this IServiceCollection services, string storage)
    {
        services.AddSingleton(Table(storage));
        services.AddSingleton<IRecipientStore, TableRecipientStore>();
        return services;
    }

    /// <summary>Creates the table if it is not there yet: on the emulator and on first deployment.</summary>
    public static Task CreateTableAsync(this IServiceProvider services, CancellationToken cancellation) =>
        services.GetRequiredService<TableClient>().CreateIfNotExistsAsync(cancellation);

    private static TableClient Table(string storage)
    {
        var options = new TableClientOptions();
        // A webhook answers within 10 s and a check denies rather than waits: short tries, few of them.
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(500);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(2);
        options.AddPolicy(new RoundTripCounter(), HttpPipelinePosition.PerRetry);
        return storage.Contains(';', StringComparison.Ordinal) || storage.Contains('=', StringComparison.Ordinal)
            ? new TableClient(storage, TableRecipientStore.TableName, options)
            : new TableClient(new Uri($"https://{storage}.table.core.windows.net"), TableRecipientStore.TableName, new DefaultAzureCredential(), options);
    }
}

using System.Text.RegularExpressions;
using Azure.Storage.Queues;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OptOut.Azure;

/// <summary>
/// Registers the queue of follow-ups. The setting is read as the Functions host reads it for the trigger of the same queue:
/// <c>FollowUps</c> is a connection string, or <c>FollowUps:accountName</c> names a storage account that the identity reaches
/// (<c>FollowUps:credential</c> and <c>FollowUps:clientId</c> as in
/// https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection).
/// </summary>
public static partial class FollowUpQueues
{
    /// <summary>The setting, and the name of the trigger's connection.</summary>
    public const string Connection = "FollowUps";

    /// <summary>The queue of follow-ups and of their dead letters.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's settings.</param>
    /// <param name="otherwise">A connection string or the name of an account, for where the setting is missing; null where it is
    /// required.</param>
    /// <exception cref="OptionsValidationException">The setting is missing or wrong.</exception>
    public static IServiceCollection AddFollowUpQueue(
        this IServiceCollection services,
        IConfiguration configuration,
        string? otherwise = null
    )
    {
        var section = configuration.GetSection(Connection);
        var storage =
            new[] { section.Value, section["accountName"], otherwise }.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))
            ?? throw Wrong("a connection string of a storage account, or FollowUps:accountName, is required.");
        if (AzureStorage.IsConnectionString(storage))
        {
            var service = Client(storage);
            services.AddSingleton(provider => new StorageFollowUpQueue(service, provider.GetRequiredService<TimeProvider>()));
        }
        else if (AccountName().IsMatch(storage))
        {
            services.AddAzureClientsCore();
            services.AddSingleton(provider => new StorageFollowUpQueue(
                new QueueServiceClient(
                    new Uri($"https://{storage}.queue.core.windows.net"),
                    provider.GetRequiredService<AzureComponentFactory>().CreateTokenCredential(section),
                    AzureStorage.QueueOptions()
                ),
                provider.GetRequiredService<TimeProvider>()
            ));
        }
        else
        {
            throw Wrong("neither a connection string nor the name of a storage account (3 to 24 small letters and digits).");
        }

        return services.AddSingleton<IFollowUpQueue>(provider => provider.GetRequiredService<StorageFollowUpQueue>());
    }

    /// <summary>Has this process take what is due; where the Functions host does it, it is not needed.</summary>
    public static IServiceCollection AddFollowUpWorker(this IServiceCollection services) => services.AddHostedService<FollowUpWorker>();

    private static QueueServiceClient Client(string connection)
    {
        try
        {
            return new QueueServiceClient(connection, AzureStorage.QueueOptions());
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            // Its message may quote the string, which is a secret.
            throw Wrong("not a connection string of a storage account.");
        }
    }

    private static OptionsValidationException Wrong(string what) => new(Connection, typeof(QueueServiceClient), [$"{Connection}: {what}"]);

    [GeneratedRegex("^[a-z0-9]{3,24}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AccountName();
}

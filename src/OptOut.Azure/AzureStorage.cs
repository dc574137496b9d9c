using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Azure;

/// <summary>Registers the ports that live in Azure Storage.</summary>
public static class AzureStorage
{
    /// <summary>The recipient store.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="storage">A connection string, or the name of a storage account that the managed identity reaches
    /// (<c>OptOut:Storage</c>).</param>
    /// <param name="apart">The same for Twilio accounts whose recipients lie elsewhere, by their SID.</param>
    public static IServiceCollection AddRecipientStore(
        this IServiceCollection services,
        string storage,
        IReadOnlyDictionary<string, string> apart
    )
    {
        var tables = apart.Values.Distinct(StringComparer.Ordinal).ToDictionary(s => s, Table, StringComparer.Ordinal);
        services.AddSingleton(
            new AccountTables(Table(storage), apart.ToDictionary(a => a.Key, a => tables[a.Value], StringComparer.Ordinal))
        );
        services.AddRecipientTables();
        services.AddSingleton<ILinkStore, TableLinkStore>();
        services.AddSingleton<IReviewIndex, TableReviewIndex>();
        services.AddSingleton<IActivityIndex, TableActivityIndex>();
        services.AddSingleton<IPersonIndex, TablePersonIndex>();
        services.AddSingleton<EventIndexes>();
        services.AddSingleton<SendCounts>();
        services.AddSingleton<ReportDelivery>();
        return services;
    }

    /// <summary>The ports that are rows of <see cref="AccountTables"/> and that no change can do without.</summary>
    public static IServiceCollection AddRecipientTables(this IServiceCollection services) =>
        services
            .AddSingleton<IRecipientStore, TableRecipientStore>()
            .AddSingleton<IRecipientList, TableRecipientList>()
            .AddSingleton<IAnswerStore, TableAnswerStore>()
            .AddSingleton<IConversationStore, TableConversationStore>()
            .AddSingleton<IReconciliationStore, TableReconciliationStore>()
            .AddSingleton<IRetentionStore, TableRetentionStore>()
            .AddSingleton<IStorageProbe, TableStorageProbe>();

    /// <summary>
    /// Creates the tables, and the queues where they are used, if they are not there yet: on the emulator and on first deployment.
    /// </summary>
    public static async Task CreateStorageAsync(this IServiceProvider services, CancellationToken cancellation)
    {
        await Task.WhenAll(services.GetRequiredService<AccountTables>().All.Select(table => table.CreateIfNotExistsAsync(cancellation)));
        if (services.GetService<StorageFollowUpQueue>() is { } followUps)
        {
            await followUps.CreateAsync(cancellation);
        }

        if (services.GetService<BlobAuditFiles>() is { } auditFiles)
        {
            await auditFiles.CreateAsync(cancellation);
        }
    }

    /// <summary>
    /// One pool of connections; without a propagator the handler neither makes an activity of each request nor sends its headers to
    /// storage.
    /// </summary>
    internal static readonly HttpClientTransport Transport = new(
        new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                // So that a change of the account's address is noticed.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        }
    );

    /// <summary>
    /// The app's managed identity, named, and not a chain of credentials: a chain is tried in turn at each start, and the first credential
    /// that answers need not be the one that has the roles.
    /// </summary>
    /// <param name="clientId">Of a user-assigned identity (<c>AZURE_CLIENT_ID</c>, which infra sets); null for the system-assigned
    /// one.</param>
    public static ManagedIdentityCredential Identity(string? clientId) =>
        new(string.IsNullOrWhiteSpace(clientId) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));

    internal static TableClientOptions TableOptions() => Bounded(new TableClientOptions(), retries: 2);

    internal static TableClient Table(string storage) => Table(storage, AccountTables.TableName, TableOptions());

    internal static TableClient Table(string storage, string name, TableClientOptions options) =>
        IsConnectionString(storage)
            ? new TableClient(storage, name, options)
            : new TableClient(
                new Uri($"https://{storage}.table.core.windows.net"),
                name,
                Identity(Environment.GetEnvironmentVariable("AZURE_CLIENT_ID")),
                options
            );

    /// <summary>
    /// Messages are JSON text, not Base64: with Base64, a single message put there by hand that is not Base64 would make every receive
    /// fail. The Functions host is told the same (<c>messageEncoding</c> in host.json).
    /// </summary>
    internal static QueueClientOptions QueueOptions() =>
        Bounded(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }, retries: 1);

    /// <summary>A webhook answers within 10 s, and a check denies rather than waits: hence few retries with short timeouts.</summary>
    private static T Bounded<T>(T options, int retries)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = retries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(500);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(2);
        options.AddPolicy(new QueryTimeoutPolicy(), HttpPipelinePosition.PerCall);
        options.AddPolicy(new CommitDeadlinePolicy(TimeProvider.System), HttpPipelinePosition.PerRetry);
        options.AddPolicy(new RoundTripCounter(), HttpPipelinePosition.PerRetry);
        // The SDK's own logs and spans hold URLs, and a row's URL holds a number. Round trips and our own spans say what is needed.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Transport = Transport;
        return options;
    }

    internal static bool IsConnectionString(string storage) =>
        storage.Contains(';', StringComparison.Ordinal) || storage.Contains('=', StringComparison.Ordinal);
}

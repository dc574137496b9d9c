using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OptOut.Azure;

/// <summary>Registers the publisher of consent events: the topic of a Service Bus where one is configured, nobody where not.</summary>
public static class ConsentEvents
{
    /// <summary>
    /// <c>ServiceBus</c> is a connection string, or <c>ServiceBus:fullyQualifiedNamespace</c> names a namespace that the identity reaches
    /// (<c>ServiceBus:credential</c> and <c>ServiceBus:clientId</c> as in
    /// https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection).
    /// </summary>
    public const string Connection = "ServiceBus";

    /// <summary>
    /// Nobody waits for a publication but a follow-up, which has <see cref="FollowUpTimes.HandlingTimeout"/> for all that it does.
    /// </summary>
    private static readonly ServiceBusRetryOptions Retry = new()
    {
        MaxRetries = 1,
        TryTimeout = TimeSpan.FromSeconds(2),
        Delay = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>The publisher, for either head.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's settings.</param>
    /// <exception cref="OptionsValidationException">The setting is there and wrong.</exception>
    public static IServiceCollection AddConsentEvents(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = configuration.GetSection(Connection);
        if (string.IsNullOrWhiteSpace(connection.Value) && string.IsNullOrWhiteSpace(connection["fullyQualifiedNamespace"]))
        {
            return services.AddSingleton<IEventPublisher>(_ => new NoSubscribers()).AddHostedService<NoSubscribers.Notice>();
        }

        try
        {
            if (!string.IsNullOrWhiteSpace(connection.Value))
            {
                var properties = ServiceBusConnectionStringProperties.Parse(connection.Value);
                if (string.IsNullOrEmpty(properties.FullyQualifiedNamespace))
                {
                    throw new FormatException("It names no namespace.");
                }
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // Its message may quote the string, which is a secret.
            throw new OptionsValidationException(
                Connection,
                typeof(ServiceBusClient),
                [$"{Connection}: not a connection string of a Service Bus namespace."]
            );
        }

        services.AddAzureClients(clients =>
            clients.AddServiceBusClient(connection).ConfigureOptions(options => options.RetryOptions = Retry)
        );
        return services.AddSingleton<IEventPublisher>(provider => new ServiceBusEventPublisher(
            provider.GetRequiredService<ServiceBusClient>().CreateSender(ServiceBusEventPublisher.TopicName),
            provider.GetRequiredService<LastPublication>(),
            provider.GetRequiredService<TimeProvider>()
        ));
    }
}

/// <summary>Nobody subscribes, so nothing is published; the start says so once.</summary>
public sealed partial class NoSubscribers : IEventPublisher
{
    /// <inheritdoc />
    public bool HasSubscribers => false;

    /// <inheritdoc />
    public Task PublishAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation) =>
        Task.CompletedTask;

    internal sealed partial class Notice(ILogger<Notice> log) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            NobodySubscribes();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        [LoggerMessage(
            EventId = 2002,
            Level = LogLevel.Information,
            Message = "No Service Bus is configured (ServiceBus): consent events are not published"
        )]
        private partial void NobodySubscribes();
    }
}

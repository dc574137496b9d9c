using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OptOutFunctions;

/// <summary>Registers the ports that live in Service Bus.</summary>
internal static class ServiceBusServices
{
    /// <summary>
    /// The connection of trigger and senders alike: <c>ServiceBus</c> is a connection string, or <c>ServiceBus:fullyQualifiedNamespace</c> names a
    /// namespace that the identity reaches (<c>ServiceBus:credential</c> and <c>ServiceBus:clientId</c> as in
    /// https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection).
    /// </summary>
    public const string Connection = "ServiceBus";

    /// <summary>The webhook's 10 s bound every try: two of 2 s each, then the caller decides. See <see cref="ServiceBusFollowUpQueue.Timeout"/>, too.</summary>
    private static readonly ServiceBusRetryOptions Retry = new() { MaxRetries = 1, TryTimeout = TimeSpan.FromSeconds(2), Delay = TimeSpan.FromMilliseconds(200) };

    public static IServiceCollection AddServiceBusPorts(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = configuration.GetSection(Connection);
        if (string.IsNullOrWhiteSpace(connection.Value) && string.IsNullOrWhiteSpace(connection["fullyQualifiedNamespace"]))
        {
            throw new OptionsValidationException(Connection, typeof(ServiceBusClient), [$"{Connection}: a connection string, or {Connection}:fullyQualifiedNamespace, is required."]);
        }

        services.AddAzureClients(clients => clients.AddServiceBusClient(connection).ConfigureOptions(options => options.RetryOptions = Retry));
        services.AddSingleton<IFollowUpQueue>(provider =>
        {
            var client = provider.GetRequiredService<ServiceBusClient>();
            return new ServiceBusFollowUpQueue(
                client.CreateSender(ServiceBusFollowUpQueue.QueueName),
                client.CreateReceiver(ServiceBusFollowUpQueue.QueueName, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter }),
                provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<IEventPublisher>(provider => new ServiceBusEventPublisher(
            provider.GetRequiredService<ServiceBusClient>().CreateSender(ServiceBusEventPublisher.TopicName)));
        return services;
    }
}

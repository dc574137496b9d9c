using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace OptOut.Azure;

/// <summary>
/// Consent events as messages of a Service Bus topic, in the ledger's order; the broker drops what it had before under the same id.
/// </summary>
public sealed class ServiceBusEventPublisher(ServiceBusSender topic, LastPublication last, TimeProvider time) : IEventPublisher
{
    /// <summary>The topic's name.</summary>
    public const string TopicName = "consent-events";

    /// <summary>
    /// How long a publication may take. While the SDK opens a connection it observes neither its own timeout options nor the token, and an
    /// attempt takes 7 s against a broker that does not answer.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public bool HasSubscribers => true;

    /// <inheritdoc />
    public async Task PublishAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation)
    {
        if (events.Count == 0)
        {
            return;
        }

        // A publication that is given up is also cancelled: else the SDK would send later what a follow-up sends again.
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await topic
                .SendMessagesAsync(events.Select(happened => Message(accountSid, recipient, happened)), both.Token)
                .WaitAsync(both.Token);
            last.Taken();
        }
        catch (Exception e)
        {
            last.Failed();
            cancellation.ThrowIfCancellationRequested();
            throw new DependencyUnavailableException("The topic of consent events does not take messages.", e);
        }
    }

    /// <summary>Type and brand are also properties, for subscriptions to filter by.</summary>
    private static ServiceBusMessage Message(string accountSid, string recipient, LedgerEvent happened)
    {
        var cloudEvent = ConsentCloudEvent.Of(accountSid, recipient, happened);
        var message = new ServiceBusMessage(
            JsonSerializer.SerializeToUtf8Bytes(cloudEvent, ConsentCloudEventJson.Default.ConsentCloudEvent)
        )
        {
            MessageId = cloudEvent.Id,
            ContentType = ConsentCloudEvent.MediaType,
            Subject = cloudEvent.Type,
        };
        message.ApplicationProperties["account"] = accountSid;
        if (happened.Brand is { } brand)
        {
            message.ApplicationProperties["brand"] = brand;
        }

        return message;
    }
}

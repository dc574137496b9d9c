using System.Text.Json;
using Azure.Storage.Queues;

namespace OptOut.Azure;

/// <summary>Consent events as CloudEvents in an Azure Storage queue: the local host's stand-in for a topic.</summary>
public sealed class StorageEventPublisher(QueueServiceClient service) : IEventPublisher
{
    /// <summary>The queue's name.</summary>
    public const string QueueName = "consent-events";

    /// <summary>Nobody may be listening on a developer's machine, and a backlog slows the emulator down.</summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromHours(1);

    private readonly QueueClient queue = service.GetQueueClient(QueueName);

    /// <summary>Creates the queue where it is missing.</summary>
    public Task CreateAsync(CancellationToken cancellation) => queue.CreateIfNotExistsAsync(cancellationToken: cancellation);

    public Task PublishAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation) =>
        StorageFaults.Guarded(async () =>
        {
            foreach (var happened in events)
            {
                var cloudEvent = JsonSerializer.SerializeToUtf8Bytes(ConsentCloudEvent.Of(accountSid, recipient, happened), ConsentCloudEventJson.Default.ConsentCloudEvent);
                await queue.SendMessageAsync(new BinaryData(cloudEvent), TimeSpan.Zero, TimeToLive, cancellation);
            }

            return true;
        });
}

using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>
/// Follow-ups in an Azure Storage queue, invisible until they are due. A ticket is the message's id and pop receipt; once a follow-up ran
/// it is stale, which cancelling takes for "gone".
/// </summary>
public sealed class StorageFollowUpQueue(QueueServiceClient service, TimeProvider time) : IFollowUpQueue
{
    /// <summary>The queue's name; the Functions host moves what failed too often to the same name with <c>-poison</c>.</summary>
    public const string QueueName = "follow-ups";

    /// <summary>Where dead letters lie.</summary>
    public const string DeadLetterName = QueueName + "-poison";

    /// <summary>How many dead letters one call of <see cref="ReviveDeadLettersAsync"/> revives.</summary>
    public const int MaxRevived = 1000;

    /// <summary>As many as Azure gives at once.</summary>
    private const int MaxBatch = 32;

    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);
    private readonly QueueClient queue = service.GetQueueClient(QueueName);
    private readonly QueueClient dead = service.GetQueueClient(DeadLetterName);

    /// <summary>Creates both queues where they are missing.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
        await dead.CreateIfNotExistsAsync(cancellationToken: cancellation);
    }

    public Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation) =>
        Guarded(async () =>
        {
            var sent = await queue.SendMessageAsync(
                Content(followUp with { DueAt = due > TimeSpan.Zero ? time.GetUtcNow() + due : null }),
                due,
                Forever,
                cancellation
            );
            return $"{sent.Value.MessageId} {sent.Value.PopReceipt}";
        });

    public async Task CancelAsync(string ticket, CancellationToken cancellation)
    {
        var parts = ticket.Split(' ', 2);
        try
        {
            await queue.DeleteMessageAsync(parts[0], parts[1], cancellation);
        }
        catch (RequestFailedException e) when (e.Status is 400 or 404)
        {
            // It ran, runs now, or was cancelled before.
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            throw Unavailable(e);
        }
    }

    public Task<bool> HasDeadLettersAsync(CancellationToken cancellation) =>
        Guarded(async () => (await dead.PeekMessageAsync(cancellation)).Value is not null);

    public Task<DateTimeOffset?> OldestDueAsync(CancellationToken cancellation) =>
        Guarded(async () =>
            (await queue.PeekMessagesAsync(MaxBatch, cancellation)).Value.Min(message =>
                DueAt(message.Body.ToMemory().Span) ?? message.InsertedOn
            )
        );

    public Task<int> ReviveDeadLettersAsync(CancellationToken cancellation) =>
        Guarded(async () =>
        {
            var revived = 0;
            while (
                revived < MaxRevived
                && (await dead.ReceiveMessagesAsync(Math.Min(MaxBatch, MaxRevived - revived), TimeSpan.FromMinutes(1), cancellation)).Value
                    is { Length: > 0 } letters
            )
            {
                foreach (var letter in letters)
                {
                    // In this order a crash leaves two copies rather than none.
                    await queue.SendMessageAsync(new BinaryData(FollowUpBody.Revived(letter.Body)), TimeSpan.Zero, Forever, cancellation);
                    await dead.DeleteMessageAsync(letter.MessageId, letter.PopReceipt, cancellation);
                    revived++;
                }
            }

            return revived;
        });

    /// <summary>Some that are due, at most as many as asked for, hidden from others for <paramref name="hidden"/>.</summary>
    internal Task<QueueMessage[]> ReceiveAsync(int most, TimeSpan hidden, CancellationToken cancellation) =>
        Guarded(async () => (await queue.ReceiveMessagesAsync(Math.Min(most, MaxBatch), hidden, cancellation)).Value);

    /// <summary>Its duty is done.</summary>
    internal Task DeleteAsync(QueueMessage message, CancellationToken cancellation) =>
        CancelAsync($"{message.MessageId} {message.PopReceipt}", cancellation);

    public Task DeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Guarded(async () => await dead.SendMessageAsync(new BinaryData(body), TimeSpan.Zero, Forever, cancellation));

    /// <summary>Null for what is no follow-up, or says nothing: then it was due when it was put there.</summary>
    private static DateTimeOffset? DueAt(ReadOnlySpan<byte> body)
    {
        try
        {
            return FollowUpBody.Read(body).DueAt;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static BinaryData Content(FollowUp followUp) => new(FollowUpBody.Of(followUp));
}

using System.Globalization;
using Azure.Messaging.ServiceBus;

namespace OptOutFunctions;

/// <summary>Follow-ups as scheduled messages of a Service Bus queue; a ticket is the sequence number under which one is scheduled.</summary>
internal sealed class ServiceBusFollowUpQueue(ServiceBusSender queue, ServiceBusReceiver deadLetters, TimeProvider time) : IFollowUpQueue
{
    /// <summary>The queue's name.</summary>
    public const string QueueName = "follow-ups";

    /// <summary>How many dead letters one call of <see cref="ReviveDeadLettersAsync"/> revives.</summary>
    public const int MaxRevived = 1000;

    /// <summary>
    /// How long anybody is kept waiting, so that the table gets half of a webhook's time. While the SDK opens a connection it minds neither the times
    /// of its options nor the token, and takes 7 s a try of a broker that says nothing. What it goes on with by itself may still come to something:
    /// a follow-up too many, which does no harm.
    /// </summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private const int AtOnce = 50;
    private static readonly TimeSpan ReceiveTimeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation) => GuardedAsync(async () =>
    {
        var ticket = await queue.ScheduleMessageAsync(Message(FollowUpBody.Of(followUp)), time.GetUtcNow() + due, cancellation).WaitAsync(Timeout, time, cancellation);
        return ticket.ToString(CultureInfo.InvariantCulture);
    });

    /// <inheritdoc />
    public Task CancelAsync(string ticket, CancellationToken cancellation) => GuardedAsync(async () =>
    {
        try
        {
            await queue.CancelScheduledMessageAsync(long.Parse(ticket, CultureInfo.InvariantCulture), cancellation).WaitAsync(Timeout, time, cancellation);
        }
        catch (ServiceBusException e) when (e.Reason == ServiceBusFailureReason.MessageNotFound)
        {
            // It ran, or runs now, or was cancelled before.
        }

        return true;
    });

    /// <inheritdoc />
    public Task<bool> HasDeadLettersAsync(CancellationToken cancellation) => GuardedAsync(async () =>
        // A receiver goes on where its last peek ended, unless it is told where to begin.
        await deadLetters.PeekMessageAsync(fromSequenceNumber: 0, cancellation).WaitAsync(Timeout, time, cancellation) is not null);

    /// <inheritdoc />
    public Task<int> ReviveDeadLettersAsync(CancellationToken cancellation) => GuardedAsync(async () =>
    {
        var revived = 0;
        while (revived < MaxRevived)
        {
            var letters = await deadLetters.ReceiveMessagesAsync(Math.Min(AtOnce, MaxRevived - revived), ReceiveTimeout, cancellation);
            if (letters.Count == 0)
            {
                break;
            }

            foreach (var letter in letters)
            {
                // In this order a crash leaves a copy too many, never one too few.
                await queue.SendMessageAsync(Message(FollowUpBody.WithoutAttempts(letter.Body)), cancellation);
                await deadLetters.CompleteMessageAsync(letter, cancellation);
                revived++;
            }
        }

        return revived;
    });

    /// <summary>
    /// Its id is new for each call: the broker's duplicate detection is for the SDK's own repetitions. A second copy of the same follow-up, due at once,
    /// is wanted and must not be dropped.
    /// </summary>
    private static ServiceBusMessage Message(ReadOnlyMemory<byte> body) => new(body) { MessageId = Guid.NewGuid().ToString("N"), ContentType = "application/json" };

    private static async Task<T> GuardedAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new StoreUnavailableException("The follow-up queue cannot be reached.", e);
        }
    }
}

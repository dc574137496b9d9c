using System.Globalization;
using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace OptOutFunctions;

/// <summary>Follow-ups as scheduled messages of a Service Bus queue; a ticket is the sequence number under which one is scheduled.</summary>
internal sealed class ServiceBusFollowUpQueue(ServiceBusSender queue, TimeProvider time) : IFollowUpQueue
{
    /// <summary>The queue's name.</summary>
    public const string QueueName = "follow-ups";

    /// <inheritdoc />
    public async Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation)
    {
        var message = new ServiceBusMessage(JsonSerializer.SerializeToUtf8Bytes(followUp, OptOutJson.Default.FollowUp))
        {
            // New for each call: the broker's duplicate detection is for the SDK's own repetitions. A second copy of the same follow-up,
            // due at once, is wanted and must not be dropped.
            MessageId = Guid.NewGuid().ToString("N"),
            ContentType = "application/json",
        };
        try
        {
            var ticket = await queue.ScheduleMessageAsync(message, time.GetUtcNow() + due, cancellation);
            return ticket.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new StoreUnavailableException("The follow-up queue does not take messages.", e);
        }
    }

    /// <inheritdoc />
    public async Task CancelAsync(string ticket, CancellationToken cancellation)
    {
        try
        {
            await queue.CancelScheduledMessageAsync(long.Parse(ticket, CultureInfo.InvariantCulture), cancellation);
        }
        catch (ServiceBusException e) when (e.Reason == ServiceBusFailureReason.MessageNotFound)
        {
            // It ran, or runs now, or was cancelled before.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new StoreUnavailableException("The follow-up queue does not cancel messages.", e);
        }
    }
}

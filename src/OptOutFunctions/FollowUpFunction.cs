using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace OptOutFunctions;

/// <summary>Takes a follow-up that came due and settles its message by what its handler says.</summary>
internal sealed partial class FollowUpFunction(HandleFollowUp handler, IFollowUpQueue queue, FollowUpTimes times, TimeProvider time, ILogger<FollowUpFunction> log)
{
    // Not the host's own token: one that was begun is finished, within less than the host leaves to what runs when it ends.
    [Function("FollowUp")]
    public async Task RunAsync(
        [ServiceBusTrigger(ServiceBusFollowUpQueue.QueueName, Connection = ServiceBusServices.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions)
    {
        try
        {
            await TakeAsync(message, actions);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            var cause = e.GetType().Name;
            Buried(message.MessageId, cause);
            await actions.DeadLetterMessageAsync(message, deadLetterReason: cause, deadLetterErrorDescription: e.Message);
        }
        catch (Exception e)
        {
            // The broker delivers it again, and lays it aside after the tenth time. The exception goes no further: its message may hold an address.
            Failed(message.MessageId, e.GetType().Name, message.DeliveryCount);
            await actions.AbandonMessageAsync(message);
        }
    }

    private async Task TakeAsync(ServiceBusReceivedMessage message, ServiceBusMessageActions actions)
    {
        var followUp = FollowUpBody.Read(message.Body);
        if (await HandleAsync(followUp) is { } due)
        {
            // A new message, so that waiting uses up no delivery; before the old one is completed, so that a crash leaves two and never none.
            await queue.ScheduleAsync(followUp with { Attempts = followUp.Attempts + 1 }, due, CancellationToken.None);
        }

        await actions.CompleteMessageAsync(message);
    }

    /// <summary>How long to wait for the next attempt; null when there is none to make.</summary>
    private async Task<TimeSpan?> HandleAsync(FollowUp followUp)
    {
        using var limit = new CancellationTokenSource(times.HandlingTimeout, time);
        try
        {
            return await handler.HandleAsync(followUp, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return times.Backoff(followUp.Attempts);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Follow-up {Id} failed ({Cause}), delivery {Count}")]
    private partial void Failed(string id, string cause, int count);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Follow-up {Id} is a dead letter ({Cause}): an opt-out's confirmation or its publication may be missing (docs/operations.md)")]
    private partial void Buried(string id, string cause);
}

using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OptOut.Azure;

/// <summary>Takes due follow-ups from the Storage queue and has them handled, several at a time.</summary>
public sealed partial class FollowUpWorker(StorageFollowUpQueue queue, TakeFollowUp take, FollowUpTimes times, TimeProvider time, ILogger<FollowUpWorker> log) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);
    private const int AtOnce = 8;

    /// <summary>Failures of the handler itself, such as a bug; what is only unavailable is put off and never counts.</summary>
    private const int MaxDeliveries = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = PollInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var due = await queue.ReceiveAsync(times.HandlingTimeout * 1.25, stoppingToken);
                // One that was begun is finished, within the time that the host has for its end.
                await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (message, _) => await TakeAsync(message));
                pause = PollInterval;
                if (due.Length > 0)
                {
                    continue;
                }
            }
            catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
            {
                pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeAsync(QueueMessage message)
    {
        try
        {
            await take.RunAsync(message.MessageId, message.Body);
            await queue.DeleteAsync(message, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The queue shows the message again after its visibility timeout.
        }
        catch (Exception e)
        {
            await FailedAsync(message, e);
        }
    }

    private async Task FailedAsync(QueueMessage message, Exception e)
    {
        Failed(message.MessageId, e.GetType().Name, message.DequeueCount);
        if (message.DequeueCount < MaxDeliveries)
        {
            return;
        }

        try
        {
            await queue.DeadLetterAsync(message.Body, CancellationToken.None);
            await queue.DeleteAsync(message, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The next delivery of the message does it.
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "Follow-up {Id} failed ({Cause}), delivery {Count}")]
    private partial void Failed(string id, string cause, long count);
}

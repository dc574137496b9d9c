using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OptOut.Azure;

/// <summary>Takes due follow-ups from the Storage queue and has them handled, several at a time.</summary>
public sealed partial class FollowUpWorker(
    StorageFollowUpQueue queue,
    TakeFollowUp take,
    FollowUpTimes times,
    TimeProvider time,
    ILogger<FollowUpWorker> log
) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);
    private const int MaxInFlight = 8;

    /// <summary>Failures of the handler itself, such as a bug; what is only unavailable is put off and never counts.</summary>
    private const int MaxDeliveries = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var places = new SemaphoreSlim(MaxInFlight);
        var pause = PollInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            // It continues as soon as half of the places are free, so that slow work, such as a slow receiver of webhooks, does not hold up
            // the rest.
            var free = 0;
            try
            {
                free += await TakePlacesAsync(places, stoppingToken);
                var due = await queue.ReceiveAsync(free, times.HandlingTimeout * 1.25, stoppingToken);
                free -= due.Length;
                foreach (var message in due)
                {
                    _ = InItsPlaceAsync(message, places);
                }

                pause = PollInterval;
                if (due.Length > 0)
                {
                    continue;
                }
            }
            catch (Exception e) when (e is DependencyUnavailableException or OperationCanceledException)
            {
                pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
            }
            finally
            {
                if (free > 0)
                {
                    places.Release(free);
                }
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // One that was begun is finished, within the time that the host has for its end.
        for (var place = 0; place < MaxInFlight; place++)
        {
            await places.WaitAsync(CancellationToken.None);
        }
    }

    private static async Task<int> TakePlacesAsync(SemaphoreSlim places, CancellationToken cancellation)
    {
        var taken = 0;
        try
        {
            while (taken < MaxInFlight / 2)
            {
                await places.WaitAsync(cancellation);
                taken++;
            }
        }
        catch (OperationCanceledException)
        {
            if (taken > 0)
            {
                places.Release(taken);
            }

            throw;
        }

        while (taken < MaxInFlight && places.Wait(0, CancellationToken.None))
        {
            taken++;
        }

        return taken;
    }

    private async Task InItsPlaceAsync(QueueMessage message, SemaphoreSlim places)
    {
        // On another thread: a handler may run for a while before its first await.
        await Task.Yield();
        try
        {
            await TakeAsync(message);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task TakeAsync(QueueMessage message)
    {
        try
        {
            await take.RunAsync(message.MessageId, message.Body);
            await queue.DeleteAsync(message, CancellationToken.None);
        }
        catch (DependencyUnavailableException)
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
        catch (DependencyUnavailableException)
        {
            // The next delivery of the message does it.
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "Follow-up {Id} failed ({Cause}), delivery {Count}")]
    private partial void Failed(string id, string cause, long count);
}

using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OptOut;

/// <summary>
/// What a head does with a follow-up that its queue delivers. When it returns, the delivery is done with and is to be deleted: what was put off is a new
/// message by then, so that waiting uses up no delivery and a crash leaves two and never none. When it throws, the queue delivers it again.
/// </summary>
public sealed partial class TakeFollowUp(HandleFollowUp handler, IFollowUpQueue queue, FollowUpTimes times, TimeProvider time, ILogger<TakeFollowUp> log)
{
    /// <summary>Handles one delivery. Not by the host's own token: what was begun is finished, within less than a host has for its end.</summary>
    /// <param name="id">The delivery's id, for the log.</param>
    /// <param name="body">What lay in the queue.</param>
    /// <exception cref="StoreUnavailableException">The queue took neither the new message nor the dead letter.</exception>
    public async Task RunAsync(string id, ReadOnlyMemory<byte> body)
    {
        try
        {
            var followUp = FollowUpBody.Read(body.Span);
            if (await HandleAsync(followUp) is { } due)
            {
                await queue.ScheduleAsync(followUp with { Attempts = followUp.Attempts + 1 }, due, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            var cause = e.GetType().Name;
            DeadLetter(id, cause);
            await queue.DeadLetterAsync(body, CancellationToken.None);
        }
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

    [LoggerMessage(Level = LogLevel.Critical, Message = "Follow-up {Id} is a dead letter ({Cause}): an opt-out's confirmation or its publication may be missing (docs/operations.md)")]
    private partial void DeadLetter(string id, string cause);
}

using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace OptOut;

/// <summary>
/// What a head does with a follow-up that its queue delivers. When it returns, the delivery is to be deleted: a deferred follow-up is a new
/// message by then, so that waiting uses up no delivery attempt and a crash leaves two messages rather than none. When it throws, the queue
/// delivers it again.
/// </summary>
public sealed partial class TakeFollowUp(DispatchFollowUp dispatch, IFollowUpQueue queue, ILogger<TakeFollowUp> log)
{
    /// <summary>
    /// Handles one delivery. It does not observe the host's shutdown token: what was begun is finished, in less time than a host has for
    /// shutting down.
    /// </summary>
    /// <param name="id">The delivery's id, for the log.</param>
    /// <param name="body">What lay in the queue.</param>
    /// <exception cref="DependencyUnavailableException">The queue took neither the new message nor the dead letter.</exception>
    public async Task RunAsync(string id, ReadOnlyMemory<byte> body)
    {
        FollowUp followUp;
        try
        {
            followUp = FollowUpBody.Read(body.Span);
        }
        catch (JsonException)
        {
            DeadLetter(id, "It is no follow-up.");
            await queue.DeadLetterAsync(body, CancellationToken.None);
            return;
        }

        switch (await dispatch.HandleAsync(followUp))
        {
            case FollowUpOutcome.Retry retry:
                await queue.ScheduleAsync(
                    followUp with
                    {
                        Attempts = followUp.Attempts + (retry.Counts ? 1 : 0),
                    },
                    retry.After,
                    CancellationToken.None
                );
                break;
            case FollowUpOutcome.Wait wait:
                await queue.ScheduleAsync(followUp, wait.After, CancellationToken.None);
                break;
            case FollowUpOutcome.DeadLetter letter:
                DeadLetter(id, letter.Why);
                await queue.DeadLetterAsync(FollowUpBody.Of(followUp with { Cause = letter.Why }), CancellationToken.None);
                break;
        }
    }

    [LoggerMessage(
        EventId = 1003,
        Level = LogLevel.Critical,
        Message = "Follow-up {Id} is a dead letter: an opt-out's confirmation or its publication may be missing (docs/operations.md). {Cause}"
    )]
    private partial void DeadLetter(string id, string cause);
}

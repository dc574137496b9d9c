using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace OptOut.Azure;

/// <summary>
/// A transaction is not sent later than 8 s after its first attempt. A process that is stopped between two tries, and goes on a minute
/// later, would write a time that followers of lists have passed already (ADR 0441).
/// </summary>
internal sealed class CommitDeadlinePolicy(TimeProvider time) : HttpPipelineSynchronousPolicy
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(8);

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Method != RequestMethod.Post || !message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
        {
            return;
        }

        if (!message.TryGetProperty(nameof(CommitDeadlinePolicy), out var first))
        {
            message.SetProperty(nameof(CommitDeadlinePolicy), time.GetTimestamp());
        }
        else if (time.GetElapsedTime((long)first!) > MaxAge)
        {
            throw new RequestFailedException(503, "The commit was tried for too long.");
        }
    }
}

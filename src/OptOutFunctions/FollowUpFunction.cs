using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using OptOut.Azure;

namespace OptOutFunctions;

/// <summary>
/// Takes a follow-up that came due. When it returns, the host deletes the message; when it throws, the host delivers it again, ten times.
/// </summary>
internal sealed partial class FollowUpFunction(TakeFollowUp take, ILogger<FollowUpFunction> log)
{
    [Function("FollowUp")]
    public async Task RunAsync(
        [QueueTrigger(StorageFollowUpQueue.QueueName, Connection = FollowUpQueues.Connection)] string body,
        FunctionContext context
    )
    {
        try
        {
            await take.RunAsync(context.InvocationId, Encoding.UTF8.GetBytes(body));
        }
        catch (Exception e)
        {
            // The host logs every exception, and its message may hold an address.
            var (id, cause) = (context.InvocationId, e.GetType().Name);
            Failed(id, cause);
            throw new FollowUpFailedException();
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "Follow-up of invocation {Id} failed ({Cause})")]
    private partial void Failed(string id, string cause);
}

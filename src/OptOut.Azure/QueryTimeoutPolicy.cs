using Azure.Core;
using Azure.Core.Pipeline;

namespace OptOut.Azure;

/// <summary>
/// A page of a list may take its time: Azure looks for rows up to five seconds before it answers with what it has, and the emulator goes
/// through the whole table for each page. A webhook waits for no query (docs/storage.md), so point reads and commits keep their short time.
/// The time is a try's, and there are three: a caller whose store hangs hears so within 20 seconds (rule 31).
/// </summary>
internal sealed class QueryTimeoutPolicy : HttpPipelineSynchronousPolicy
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Method == RequestMethod.Get && message.Request.Uri.Query.Contains("$filter", StringComparison.Ordinal))
        {
            message.NetworkTimeout = Timeout;
        }
    }
}

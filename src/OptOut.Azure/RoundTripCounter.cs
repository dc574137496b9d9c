using Azure.Core;
using Azure.Core.Pipeline;

namespace OptOut.Azure;

/// <summary>Counts the requests to storage, retries included: round trips are what a check and a STOP cost.</summary>
internal sealed class RoundTripCounter : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message) => Signals.RoundTrip(message.Request.Method.Method);
}

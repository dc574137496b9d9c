using System.Net;

namespace OptOut.TwilioApi;

/// <summary>
/// The wire under one call of Twilio's SDK. The SDK takes no cancellation token, and its exceptions lose the HTTP status when the body is
/// no JSON: this handler carries the one and remembers the other.
/// </summary>
internal sealed class RecordedCall(HttpMessageHandler wire, CancellationToken cancellation) : DelegatingHandler(wire)
{
    /// <summary>What Twilio answered, as far as the answer arrived; null when none did.</summary>
    public HttpStatusCode? Status { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Status = null;
        var response = await base.SendAsync(request, cancellation);
        Status = response.StatusCode;
        await response.Content.LoadIntoBufferAsync(cancellation);
        return response;
    }
}

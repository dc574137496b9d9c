using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using StandardWebhooks;

namespace OptOut.Http;

/// <summary>
/// Posts a consent event as Standard Webhooks ask (www.standardwebhooks.com): the CloudEvent as body, its id as <c>webhook-id</c>, a
/// signature for each secret. No redirect is followed, the answer's body is not read, and a receiver has ten seconds.
/// </summary>
internal sealed partial class WebhookDelivery(
    WebhookReach reach,
    TimeProvider time,
    Microsoft.Extensions.Logging.ILogger<WebhookDelivery> log
) : IWebhookDelivery, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = reach.ConnectAsync,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxConnectionsPerServer = 8,
            MaxResponseHeadersLength = 16,
        }
    )
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <inheritdoc />
    public async Task<string?> PostAsync(
        WebhookTarget target,
        string accountSid,
        string recipient,
        LedgerEvent happened,
        CancellationToken cancellation
    )
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var request = Request(target, accountSid, recipient, happened, time.GetUtcNow());
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return Ended(target, response.IsSuccessStatusCode ? null : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (HttpRequestException e)
        {
            return Ended(target, KebabCase<HttpRequestError>.Name(e.HttpRequestError));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Ended(target, "timeout");
        }
    }

    /// <summary>The request that carries the event.</summary>
    internal static HttpRequestMessage Request(
        WebhookTarget target,
        string accountSid,
        string recipient,
        LedgerEvent happened,
        DateTimeOffset now
    )
    {
        var body = JsonSerializer.Serialize(
            ConsentCloudEvent.Of(accountSid, recipient, happened),
            ConsentCloudEventJson.Default.ConsentCloudEvent
        );
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new StringContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ConsentCloudEvent.MediaType, "utf-8");
        request.Headers.Add("webhook-id", happened.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature",
            string.Join(' ', target.Secrets.Select(secret => new StandardWebhook(secret).Sign(happened.Id, now, body)))
        );
        return request;
    }

    public void Dispose() => http.Dispose();

    private string? Ended(WebhookTarget target, string? fault)
    {
        Signals.WebhookPosted(fault is null ? "taken" : "failed");
        if (fault is not null)
        {
            NotTaken(target.Url.Host, fault);
        }

        return fault;
    }

    [Microsoft.Extensions.Logging.LoggerMessage(
        EventId = 3007,
        Level = Microsoft.Extensions.Logging.LogLevel.Warning,
        Message = "The receiver of webhooks at {Host} did not take an event ({Fault}); it is tried again for a week"
    )]
    private partial void NotTaken(string host, string fault);
}

using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OptOut.Twilio;

namespace OptOut.LocalHost;

/// <summary>An answer as Twilio's side of the wire saw it; status 0 when none came.</summary>
internal sealed record WebhookAnswer(int Status, string Body);

/// <summary>
/// Posts webhooks as Twilio does: a form, signed with the account's token for the public URL. The request itself goes to this
/// host's own listener; nothing leaves the machine.
/// </summary>
internal sealed class WebhookSender(IServer server, SimulatedTwilio twilio) : IDisposable
{
    // Twilio waits 15 s for an answer: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
    public static readonly TimeSpan TwilioTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The header that tells one delivery from the next: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
    /// </summary>
    public const string DeliveryToken = "I-Twilio-Idempotency-Token";

    private readonly HttpClient http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        }
    )
    {
        Timeout = TwilioTimeout,
    };

    public string PublicUrl(string path) => twilio.PublicBaseUrl.TrimEnd('/') + path;

    /// <summary>Whether a URL leads to this host: only those are called.</summary>
    public bool LeadsHere(string url) => url.StartsWith(PublicUrl("/"), StringComparison.Ordinal);

    public async Task<WebhookAnswer> PostAsync(
        SimulatedAccount account,
        string publicUrl,
        IReadOnlyList<KeyValuePair<string, string>> form,
        CancellationToken cancellation,
        string? deliveryToken = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, OwnListener() + publicUrl[PublicUrl("").Length..]);
        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Add("X-Twilio-Signature", TwilioSigner.Sign(publicUrl, form, account.AuthToken));
        request.Headers.Add(DeliveryToken, deliveryToken ?? Guid.NewGuid().ToString());
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("TwilioProxy", "1.1"));
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(0, "");
        }
    }

    public void Dispose() => http.Dispose();

    private string OwnListener()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = BindingAddress.Parse(
            addresses.FirstOrDefault(a => a.StartsWith("http://", StringComparison.Ordinal))
                ?? throw new InvalidOperationException("The phone simulator needs a plain http address among --urls.")
        );
        return $"http://{(address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host)}:{address.Port}";
    }
}

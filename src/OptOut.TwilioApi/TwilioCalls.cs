using System.Net;
using System.Runtime.CompilerServices;
using Polly.CircuitBreaker;
using Twilio.Base;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Rest;
using HttpMethod = Twilio.Http.HttpMethod;
using TwilioRequest = Twilio.Http.Request;

namespace OptOut.TwilioApi;

/// <summary>Calls Twilio's REST API through the SDK, as an account, and says exactly how a call failed.</summary>
internal sealed class TwilioCalls(Policy policy, IHttpMessageHandlerFactory handlers)
{
    /// <summary>
    /// The name of the HTTP client whose handlers (time-outs, retries of what is safe to repeat) every call goes through.
    /// </summary>
    public const string ClientName = "twilio";

    /// <summary>
    /// One call. During a rotation some of the account's tokens are not yet, or no longer, good: on 401 the next one is tried.
    /// </summary>
    /// <exception cref="TwilioCallException">Whatever went wrong on the way or at Twilio.</exception>
    public async Task<T> CallAsync<T>(string accountSid, Func<ITwilioRestClient, Task<T>> call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var tokens = policy.Accounts[accountSid].AuthTokens;
        for (var i = 0; ; i++)
        {
            using var handler = new RecordedCall(handlers.CreateHandler(ClientName), cancellation);
            using var http = new System.Net.Http.HttpClient(handler);
            try
            {
                return await call(new TwilioRestClient(accountSid, tokens[i], accountSid, httpClient: new SystemNetHttpClient(http)));
            }
            catch (Exception) when (handler.Status == HttpStatusCode.Unauthorized && i + 1 < tokens.Count)
            {
                // The next token.
            }
            catch (Exception e)
            {
                throw new TwilioCallException(handler.Status, ErrorCode(e), MayHaveLeft(e), (e.InnerException ?? e).GetType().Name);
            }
        }
    }

    /// <summary>All items of a list that comes in pages, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyList<T>> ReadPagesAsync<T>(
        string accountSid,
        Domain domain,
        string path,
        IEnumerable<KeyValuePair<string, string>> query,
        string itemsName,
        [EnumeratorCancellation] CancellationToken cancellation
    )
        where T : Resource
    {
        for (var request = new TwilioRequest(HttpMethod.Get, domain, path, queryParams: [.. query]); ; )
        {
            var page = await CallAsync(
                accountSid,
                async client => Page<T>.FromJson(itemsName, (await client.RequestAsync(request)).Content),
                cancellation
            );
            yield return page.Records;
            if (!page.HasNextPage())
            {
                yield break;
            }

            request = new TwilioRequest(HttpMethod.Get, page.GetNextPageUrl(domain));
        }
    }

    private static int? ErrorCode(Exception e) =>
        e switch
        {
            ApiException { Code: > 0 } known => known.Code,
            ApiStandardException { Code: > 0 } known => known.Code,
            _ => null,
        };

    /// <summary>True unless the request certainly never left this machine.</summary>
    private static bool MayHaveLeft(Exception e) =>
        e.InnerException
            is not (
                BrokenCircuitException
                or HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                        or HttpRequestError.ProxyTunnelError
                }
            );
}

using System.Net;
using System.Runtime.CompilerServices;
using Twilio.Rest.Messaging.V1;

namespace OptOut.TwilioApi;

/// <summary>Twilio's daily deactivations by its SDK, which answers with a signed URL; the text behind it is read line by line.</summary>
internal sealed class TwilioSdkDeactivations(TwilioCalls twilio, IHttpClientFactory http) : ITwilioDeactivations
{
    /// <inheritdoc />
    public async IAsyncEnumerable<string> ReadAsync(
        string accountSid,
        DateOnly day,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        Uri? list;
        try
        {
            list = (
                await twilio.CallAsync(
                    accountSid,
                    client => DeactivationsResource.FetchAsync(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), client),
                    cancellation
                )
            ).RedirectTo;
        }
        catch (TwilioCallException none) when (none.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            // Not made yet (30114), or of a day before there were any (30113).
            yield break;
        }

        if (list is not { Scheme: "https" })
        {
            yield break;
        }

        // A client of its own: the signed URL is another host's, which gets neither our token nor our retries.
        using var client = http.CreateClient(nameof(TwilioSdkDeactivations));
        using var response = await client.GetAsync(list, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Trim() is { Length: > 0 } number)
            {
                yield return number;
            }
        }
    }
}

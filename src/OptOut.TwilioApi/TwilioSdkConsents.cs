using System.Globalization;
using System.Net;
using Newtonsoft.Json.Linq;
using Twilio.Rest.Accounts.V1;
using Twilio.Rest.Api.V2010.Account;

namespace OptOut.TwilioApi;

/// <summary>
/// Twilio's Consent Management API (POST https://accounts.twilio.com/v1/Consents/Bulk) and the Message resource's <c>Status=canceled</c>,
/// by its SDK.
/// </summary>
internal sealed class TwilioSdkConsents(TwilioCalls twilio) : ITwilioConsents
{
    private const string InternalError = "INTERNAL_SERVER_ERROR";

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, ConsentRefusal>> ReportAsync(
        string accountSid,
        IReadOnlyList<ConsentReport> reports,
        CancellationToken cancellation
    )
    {
        List<object> items = [.. reports.Select(Item)];
        var answer = await twilio.CallAsync(accountSid, client => BulkConsentsResource.CreateAsync(items, client), cancellation);
        return Refused(answer.Items);
    }

    /// <inheritdoc />
    public async Task<bool> CancelAsync(string accountSid, string messageSid, CancellationToken cancellation)
    {
        try
        {
            var message = await twilio.CallAsync(
                accountSid,
                client =>
                    MessageResource.UpdateAsync(
                        new UpdateMessageOptions(messageSid)
                        {
                            PathAccountSid = accountSid,
                            Status = MessageResource.UpdateStatusEnum.Canceled,
                        },
                        client
                    ),
                cancellation
            );
            return message.Status == MessageResource.StatusEnum.Canceled;
        }
        catch (TwilioCallException refused) when (refused.Status is HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (TwilioCallException refused) when (refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict)
        {
            // It is no longer scheduled: cancelled already, or sent.
            var now = await twilio.CallAsync(
                accountSid,
                client => MessageResource.FetchAsync(messageSid, accountSid, client),
                cancellation
            );
            return now.Status == MessageResource.StatusEnum.Canceled;
        }
    }

    private static JObject Item(ConsentReport report) =>
        new()
        {
            ["contact_id"] = report.Recipient,
            ["correlation_id"] = report.CorrelationId,
            ["sender_id"] = report.Sender,
            ["status"] = report.Status,
            ["source"] = report.Source,
            ["date_of_consent"] = report.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };

    /// <summary>
    /// An item of the answer has an <c>error_code</c> other than 0 where Twilio did not take it, and words that say why;
    /// INTERNAL_SERVER_ERROR among them asks for another try (twilio.com/docs/api/errors/30646).
    /// </summary>
    private static Dictionary<string, ConsentRefusal> Refused(object? items)
    {
        var refused = new Dictionary<string, ConsentRefusal>(StringComparer.Ordinal);
        foreach (var item in (items as JArray ?? (items is null ? [] : JArray.FromObject(items))).OfType<JObject>())
        {
            if (
                (string?)item["correlation_id"] is { } id
                && int.TryParse((string?)item["error_code"], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                && code != 0
            )
            {
                refused[id] = new ConsentRefusal(code, item["error_messages"] is JArray why && why.Any(w => (string?)w == InternalError));
            }
        }

        return refused;
    }
}

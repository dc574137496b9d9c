using System.Globalization;
using System.Net;
using Newtonsoft.Json.Linq;
using Twilio.Rest.Accounts.V1;
using Twilio.Rest.Api.V2010.Account;

namespace OptOutFunctions;

/// <summary>Twilio's Consent Management API (POST https://accounts.twilio.com/v1/Consents/Bulk) and the Message resource's <c>Status=canceled</c>, by its SDK.</summary>
internal sealed class TwilioSdkConsents(TwilioCalls twilio) : ITwilioConsents
{
    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, int>> ReportAsync(string accountSid, IReadOnlyList<ConsentReport> reports, CancellationToken cancellation)
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
            var message = await twilio.CallAsync(accountSid, client => MessageResource.UpdateAsync(
                new UpdateMessageOptions(messageSid) { PathAccountSid = accountSid, Status = MessageResource.UpdateStatusEnum.Canceled }, client), cancellation);
            return message.Status == MessageResource.StatusEnum.Canceled;
        }
        catch (TwilioCallException refused) when (refused.Status is HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (TwilioCallException refused) when (refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict)
        {
            // It is no longer scheduled: cancelled already, or sent.
            var now = await twilio.CallAsync(accountSid, client => MessageResource.FetchAsync(messageSid, accountSid, client), cancellation);
            return now.Status == MessageResource.StatusEnum.Canceled;
        }
    }

    private static JObject Item(ConsentReport report) => new()
    {
        ["contact_id"] = report.Recipient,
        ["correlation_id"] = report.CorrelationId,
        ["sender_id"] = report.Sender,
        ["status"] = report.Status,
        ["source"] = report.Source,
        ["date_of_consent"] = report.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };

    /// <summary>An item of the answer has an <c>error_code</c> other than 0 where Twilio did not take it.</summary>
    private static Dictionary<string, int> Refused(object? items)
    {
        var list = items as JArray ?? (items is null ? [] : JArray.FromObject(items));
        return list.OfType<JObject>()
            .Select(item => (Id: (string?)item["correlation_id"], Code: int.TryParse((string?)item["error_code"], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0))
            .Where(item => item is { Id: not null, Code: not 0 })
            .ToDictionary(item => item.Id!, item => item.Code, StringComparer.Ordinal);
    }
}

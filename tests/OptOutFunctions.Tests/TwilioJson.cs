using System.Globalization;
using System.Text.Json;

namespace OptOutFunctions.Tests;

/// <summary>Bodies as Twilio's REST API writes them (twilio.com/docs/messaging/api/message-resource, …/usage/twilios-response).</summary>
internal static class TwilioJson
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static object Message(
        string sid,
        DateTimeOffset created,
        string direction = "outbound-api",
        string status = "delivered",
        string body = "Hello",
        string to = "+14155550123",
        int? errorCode = null
    ) =>
        new
        {
            sid,
            account_sid = LoopbackTwilio.Account,
            messaging_service_sid = (string?)null,
            from = "+14155550100",
            to,
            body,
            direction,
            status,
            error_code = errorCode,
            date_created = created.ToString("r", CultureInfo.InvariantCulture).Replace("GMT", "+0000", StringComparison.Ordinal),
            date_updated = (string?)null,
            date_sent = (string?)null,
            num_segments = "1",
            num_media = "0",
            price = (string?)null,
            price_unit = "USD",
            api_version = "2010-04-01",
            error_message = (string?)null,
            uri = "/2010-04-01/x.json",
            subresource_uris = new Dictionary<string, string>(StringComparer.Ordinal),
        };

    public static string Page(object[] messages, string? next = null) =>
        Text(
            new
            {
                messages,
                page = 0,
                page_size = 1000,
                start = 0,
                end = messages.Length,
                uri = "/2010-04-01/Messages.json",
                first_page_uri = "/2010-04-01/Messages.json?Page=0",
                next_page_uri = next,
                previous_page_uri = (string?)null,
            }
        );

    public static string Participants(object[] participants, string? next = null) =>
        Text(
            new
            {
                participants,
                meta = new
                {
                    page = 0,
                    page_size = 50,
                    first_page_url = "https://x",
                    previous_page_url = (string?)null,
                    url = "https://x",
                    next_page_url = next,
                    key = "participants",
                },
            }
        );

    public static string Error(int code, int status) =>
        Text(
            new
            {
                code,
                message = "No.",
                more_info = $"https://www.twilio.com/docs/errors/{code}",
                status,
            }
        );

    public static string Text(object value) => JsonSerializer.Serialize(value);
}

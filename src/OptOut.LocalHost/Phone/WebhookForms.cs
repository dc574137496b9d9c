using System.Globalization;

namespace OptOut.LocalHost;

/// <summary>The fields of Twilio's webhooks.</summary>
internal static class WebhookForms
{
    /// <summary>An inbound message: https://www.twilio.com/docs/messaging/guides/webhook-request</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Inbound(SimulatedMessage inbound)
    {
        var media = inbound.Media;
        List<KeyValuePair<string, string>> form =
        [
            new("ToCountry", "US"),
            new("SmsMessageSid", inbound.MessageSid),
            new("NumMedia", media.Count.ToString(CultureInfo.InvariantCulture)),
            new("SmsSid", inbound.MessageSid),
            new("SmsStatus", "received"),
            new("Body", inbound.Body),
            new("To", inbound.To),
            new("NumSegments", "1"),
            new("MessageSid", inbound.MessageSid),
            new("AccountSid", inbound.AccountSid),
            new("From", inbound.From),
            new("ApiVersion", "2010-04-01"),
        ];
        for (var i = 0; i < media.Count; i++)
        {
            form.Add(new($"MediaUrl{i}", media[i]));
            form.Add(new($"MediaContentType{i}", "image/jpeg"));
        }
        Add(form, "MessagingServiceSid", inbound.MessagingServiceSid);
        Add(form, "OptOutType", inbound.OptOutType);
        Add(form, "ButtonPayload", inbound.ButtonPayload);
        Add(form, "ButtonText", inbound.ButtonText);
        return form;
    }

    /// <summary>What became of a message: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Status(SimulatedMessage message)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("SmsSid", message.MessageSid),
            new("SmsStatus", message.Status),
            new("MessageStatus", message.Status),
            new("To", message.To),
            new("MessageSid", message.MessageSid),
            new("AccountSid", message.AccountSid),
            new("From", message.From),
            new("ApiVersion", "2010-04-01"),
        ];
        Add(form, "MessagingServiceSid", message.MessagingServiceSid);
        Add(form, "ErrorCode", message.ErrorCode?.ToString(CultureInfo.InvariantCulture));
        return form;
    }

    private static void Add(List<KeyValuePair<string, string>> form, string name, string? value)
    {
        if (value is not null)
        {
            form.Add(new(name, value));
        }
    }
}

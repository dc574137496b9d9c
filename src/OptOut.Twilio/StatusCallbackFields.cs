using System.Globalization;

namespace OptOut.Twilio;

/// <summary>What became of a message that was sent. Source: twilio.com/docs/messaging/guides/track-outbound-message-status.</summary>
/// <param name="MessageSid"><c>SM…</c> or <c>MM…</c>; older callbacks say <c>SmsSid</c>.</param>
/// <param name="MessageStatus">Twilio's word in lower case, 64 characters at most: <c>queued</c>, <c>sent</c>, <c>delivered</c>,
/// <c>failed</c> …; older: <c>SmsStatus</c>.</param>
/// <param name="AccountSid"><c>AC…</c></param>
/// <param name="To">The recipient, with channel prefix where there is one.</param>
/// <param name="From">The sender; null while a messaging service has not chosen one.</param>
/// <param name="MessagingServiceSid"><c>MG…</c>, where a messaging service sends.</param>
/// <param name="ErrorCode">Twilio's error number, such as 21610; null where there is none.</param>
public sealed record StatusCallbackFields(
    string MessageSid,
    string MessageStatus,
    string AccountSid,
    string To,
    string? From,
    string? MessagingServiceSid,
    int? ErrorCode
)
{
    /// <summary>
    /// Longer than any status of Twilio's. A longer text is cut, since it would make a follow-up too long for its queue.
    /// </summary>
    private const int MaxStatusLength = 64;

    /// <summary>Reads them. Unusable without SID, status, account, recipient or any sender, or with one of them twice.</summary>
    public static TwilioFields<StatusCallbackFields> Parse(FormBody form)
    {
        var reader = new FieldReader(form);
        return TwilioFields<StatusCallbackFields>.From(
            reader,
            () =>
            {
                var fields = new StatusCallbackFields(
                    reader.RequiredSidOr("MessageSid", "SmsSid"),
                    Bounded(reader.RequiredOr("MessageStatus", "SmsStatus")).ToLowerInvariant(),
                    reader.RequiredSid("AccountSid"),
                    reader.Required("To"),
                    reader.Identifying("From"),
                    Known(reader.Identifying("MessagingServiceSid"), reader),
                    ReadErrorCode(reader)
                );
                if (
                    fields.From is null
                    && fields.MessagingServiceSid is null
                    && !form.Repeated("From")
                    && !form.Repeated("MessagingServiceSid")
                )
                {
                    reader.Fault("From", FieldFault.Missing);
                }

                return fields;
            }
        );
    }

    private static string Bounded(string status) => status.Length <= MaxStatusLength ? status : status[..MaxStatusLength];

    private static string? Known(string? service, FieldReader reader)
    {
        if (service is not null && !TwilioIds.IsKey(service))
        {
            reader.Fault("MessagingServiceSid", FieldFault.Malformed);
        }

        return service;
    }

    private static int? ReadErrorCode(FieldReader reader) =>
        int.TryParse(reader.Identifying("ErrorCode"), NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code > 0
            ? code
            : null;
}

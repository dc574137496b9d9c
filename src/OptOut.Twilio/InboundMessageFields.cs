namespace OptOut.Twilio;

/// <summary>An inbound message as Twilio posts it. Source: twilio.com/docs/messaging/guides/webhook-request.</summary>
/// <param name="MessageSid"><c>SM…</c>, or <c>MM…</c> with media.</param>
/// <param name="AccountSid"><c>AC…</c></param>
/// <param name="From">Who wrote, with channel prefix where there is one.</param>
/// <param name="To">What they wrote to.</param>
/// <param name="MessagingServiceSid"><c>MG…</c>, where the number belongs to a messaging service.</param>
/// <param name="Body">The text, empty where there is none (media only). As long as Twilio sent it.</param>
/// <param name="OptOutType"><c>STOP</c>, <c>START</c> or <c>HELP</c> where Twilio's Advanced Opt-Out handled it.</param>
/// <param name="ButtonPayload">What a channel's button says to us.</param>
/// <param name="ButtonText">What a channel's button says to the person.</param>
public sealed record InboundMessageFields(
    string MessageSid,
    string AccountSid,
    string From,
    string To,
    string? MessagingServiceSid,
    string Body,
    string? OptOutType,
    string? ButtonPayload,
    string? ButtonText
)
{
    /// <summary>
    /// Reads them. Unusable without <c>MessageSid</c>, <c>AccountSid</c>, <c>From</c> or <c>To</c>, or with one of them, or of what says
    /// what the person wrote, twice.
    /// </summary>
    /// <remarks>
    /// <c>SmsSid</c> and <c>SmsMessageSid</c> are no substitute: Twilio sends them beside <c>MessageSid</c>, never instead.
    /// Twilio writes no name twice. What it repeats nonetheless is answered with 400, so that its fallback and reconciliation bring what
    /// was meant.
    /// </remarks>
    public static TwilioFields<InboundMessageFields> Parse(FormBody form)
    {
        var reader = new FieldReader(form);
        return TwilioFields<InboundMessageFields>.From(
            reader,
            () =>
                new(
                    reader.RequiredSid("MessageSid"),
                    reader.RequiredSid("AccountSid"),
                    reader.Required("From"),
                    reader.Required("To"),
                    reader.Identifying("MessagingServiceSid"),
                    reader.Text("Body"),
                    reader.Identifying("OptOutType"),
                    reader.Identifying("ButtonPayload"),
                    reader.Identifying("ButtonText")
                )
        );
    }
}

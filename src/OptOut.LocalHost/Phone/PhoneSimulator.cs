namespace OptOut.LocalHost;

/// <summary>A message as someone texts it on a simulated phone.</summary>
/// <param name="To">The brand's sender; a messaging service's SID stands for a number of that service.</param>
internal sealed record TextedMessage(string From, string To, string Body, string MessageSid, string? OptOutType);

/// <summary>How a delivery ended.</summary>
/// <param name="Status">The webhook's HTTP status; 0 when no answer came.</param>
/// <param name="Twiml">The answer's text.</param>
internal sealed record Delivery(string MessageSid, int Status, string Twiml);

/// <summary>The inbound half of the simulated Twilio: takes what a phone texts, delivers it by webhook, sends what the TwiML says.</summary>
internal sealed partial class PhoneSimulator(
    MessageLog log, WebhookSender webhooks, StatusCallbacks callbacks, TimeProvider time, ILogger<PhoneSimulator> logger)
{
    /// <summary>Delivers a message, again when its SID was delivered before; null when that SID belongs to a different message.</summary>
    public async Task<Delivery?> DeliverAsync(SimulatedAccount account, TextedMessage texted, CancellationToken cancellation)
    {
        var service = PhoneAddress.IsMessagingService(texted.To) ? texted.To : null;
        var inbound = new SimulatedMessage(
            texted.MessageSid, account.Sid, SimulatedMessage.ViaPhone, texted.From, service is null ? texted.To : account.BrandOf(service)!.PoolSender,
            texted.Body, time.GetUtcNow(), "received", MessagingServiceSid: service, OptOutType: texted.OptOutType);
        var listed = await log.ChangeAsync(
            view => view.Find(inbound.MessageSid) is { } known ? new MessageLog.Decision<SimulatedMessage>(known) : new(inbound, new LogLine(inbound)),
            cancellation);
        if (listed with { At = inbound.At } != inbound)
        {
            return null;
        }
        var answer = await webhooks.PostAsync(account, webhooks.PublicUrl("/api/twilio/messages"), InboundForm(inbound), cancellation);
        if (answer.Status == StatusCodes.Status200OK)
        {
            await TakeTwimlAsync(inbound, answer.Body, cancellation);
        }
        return new(inbound.MessageSid, answer.Status, answer.Body);
    }

    // Whichever answer comes first is taken, and no other: Twilio does not deliver again what was answered.
    private async Task TakeTwimlAsync(SimulatedMessage inbound, string text, CancellationToken cancellation)
    {
        if (TwimlAnswer.Parse(text) is not { } twiml)
        {
            NoTwiml(inbound.MessageSid);
            return;
        }
        if (twiml.Redirect is not null)
        {
            RedirectNoted(inbound.MessageSid);
        }
        var now = time.GetUtcNow();
        var sent = await log.ChangeAsync(view =>
        {
            if (view.IsTwimlTaken(inbound.MessageSid))
            {
                return new MessageLog.Decision<SimulatedMessage[]>([]);
            }
            SimulatedMessage[] replies = [.. twiml.Messages.Select(message => new SimulatedMessage(
                SimulatedMessage.NewSid(), inbound.AccountSid, SimulatedMessage.ViaTwiml, message.From ?? inbound.To, message.To ?? inbound.From,
                message.Body, now, "queued", message.StatusCallback, inbound.MessagingServiceSid))];
            return new(replies, [new LogLine(TwimlTakenFor: inbound.MessageSid), .. replies.Select(reply => new LogLine(reply))]);
        }, cancellation);
        foreach (var reply in sent)
        {
            callbacks.Follow(reply.MessageSid);
        }
    }

    // The parameters of https://www.twilio.com/docs/messaging/guides/webhook-request
    private static List<KeyValuePair<string, string>> InboundForm(SimulatedMessage inbound)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("ToCountry", "US"), new("SmsMessageSid", inbound.MessageSid), new("NumMedia", "0"), new("SmsSid", inbound.MessageSid),
            new("SmsStatus", "received"), new("Body", inbound.Body), new("To", inbound.To), new("NumSegments", "1"),
            new("MessageSid", inbound.MessageSid), new("AccountSid", inbound.AccountSid), new("From", inbound.From), new("ApiVersion", "2010-04-01"),
        ];
        if (inbound.MessagingServiceSid is { } service)
        {
            form.Add(new("MessagingServiceSid", service));
        }
        if (inbound.OptOutType is { } type)
        {
            form.Add(new("OptOutType", type));
        }
        return form;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer to {MessageSid} is no TwiML (Twilio's error 12100); nothing is sent")]
    private partial void NoTwiml(string messageSid);

    [LoggerMessage(Level = LogLevel.Information, Message = "The answer to {MessageSid} redirects; the simulator stays on this machine and does not follow")]
    private partial void RedirectNoted(string messageSid);
}

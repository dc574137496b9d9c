namespace OptOut.LocalHost;

/// <summary>A message as someone texts it on a simulated phone.</summary>
/// <param name="To">The brand's sender; a messaging service's SID stands for a number of that service.</param>
/// <param name="ButtonPayload">On WhatsApp: what the pressed button says to the brand, <paramref name="ButtonText"/> to the person.</param>
internal sealed record TextedMessage(
    string From,
    string To,
    string Body,
    string MessageSid,
    string? OptOutType,
    string? ButtonPayload,
    string? ButtonText,
    IReadOnlyList<string> MediaUrls
);

/// <summary>How a delivery ended.</summary>
/// <param name="Status">The webhook's HTTP status; 0 when no answer came.</param>
/// <param name="Twiml">The answer's text.</param>
internal sealed record Delivery(string MessageSid, int Status, string Twiml);

/// <summary>
/// The inbound half of the simulated Twilio: takes what a phone texts, delivers it by webhook, sends what the TwiML says.
/// </summary>
internal sealed partial class PhoneSimulator(
    MessageLog log,
    WebhookSender webhooks,
    StatusCallbacks callbacks,
    Faults faults,
    Crashes crashes,
    DeliveryJournal deliveries,
    TimeProvider time,
    ILogger<PhoneSimulator> logger
)
{
    private static readonly WebhookAnswer NoAnswer = new(0, "");

    /// <summary>Delivers a message, again when its SID was delivered before; null when that SID belongs to a different message.</summary>
    public async Task<Delivery?> DeliverAsync(SimulatedAccount account, TextedMessage texted, CancellationToken cancellation)
    {
        var service = PhoneAddress.IsMessagingService(texted.To) ? texted.To : null;
        var inbound = new SimulatedMessage(
            texted.MessageSid,
            account.Sid,
            SimulatedMessage.ViaPhone,
            texted.From,
            service is null ? texted.To : account.BrandOf(service)!.PoolSender,
            texted.Body,
            time.GetUtcNow(),
            "received",
            MessagingServiceSid: service,
            OptOutType: texted.OptOutType,
            ButtonPayload: texted.ButtonPayload,
            ButtonText: texted.ButtonText,
            MediaUrls: SimulatedMessage.JoinMedia(texted.MediaUrls)
        );
        var listed = await log.ChangeAsync(
            view =>
                view.Find(inbound.MessageSid) is { } known
                    ? new MessageLog.Decision<SimulatedMessage>(known)
                    : new(inbound, new LogLine(inbound)),
            cancellation
        );
        if (listed with { At = inbound.At } != inbound)
        {
            return null;
        }
        if (faults.Take(FaultKind.WebhookLost, inbound.From) is not null)
        {
            return new(inbound.MessageSid, NoAnswer.Status, NoAnswer.Body);
        }
        var copies = 1 + (faults.Take(FaultKind.Duplicated, inbound.From) ?? 0);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, copies).Select(_ => DeliverUntilAnsweredAsync(account, inbound, cancellation))
        );
        var answer = answers.FirstOrDefault(one => one.Status == StatusCodes.Status200OK) ?? answers[^1];
        return new(inbound.MessageSid, answer.Status, answer.Body);
    }

    private async Task<WebhookAnswer> DeliverUntilAnsweredAsync(
        SimulatedAccount account,
        SimulatedMessage inbound,
        CancellationToken cancellation
    )
    {
        int? left = null;
        while (true)
        {
            var answer = await PostAsync(account, inbound, cancellation);
            deliveries.Note(inbound.MessageSid, answer.Status);
            if (answer.Status == StatusCodes.Status200OK)
            {
                await TakeTwimlAsync(inbound, answer.Body, cancellation);
            }
            if (answer.Status is > 0 and < 500 || (left ??= faults.Take(FaultKind.Redelivered, inbound.From) ?? 0) == 0)
            {
                return answer;
            }
            left--;
        }
    }

    /// <summary>One call of the webhook, and what Twilio sees of its answer.</summary>
    private async Task<WebhookAnswer> PostAsync(SimulatedAccount account, SimulatedMessage inbound, CancellationToken cancellation)
    {
        var lost = faults.Take(FaultKind.AnswerLost, inbound.From) is not null;
        var late = faults.TakeDelay(FaultKind.AnswerLate, inbound.From);
        var impatient = faults.TakeDelay(FaultKind.Impatient, inbound.From);
        var token = Guid.NewGuid().ToString();
        if (faults.Take(FaultKind.Crash, inbound.From) is not null)
        {
            crashes.Plan(token);
        }
        using var timeout = new CancellationTokenSource(impatient > TimeSpan.Zero ? impatient : WebhookSender.TwilioTimeout, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            var answer = await webhooks.PostAsync(
                account,
                webhooks.PublicUrl("/api/twilio/messages"),
                WebhookForms.Inbound(inbound),
                waiting.Token,
                token
            );
            await Task.Delay(late, time, waiting.Token);
            return lost ? NoAnswer : answer;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return NoAnswer;
        }
    }

    // Whichever answer comes first is taken, and no other, however often a message is delivered.
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
        var sent = await log.ChangeAsync(
            view =>
            {
                if (view.IsTwimlTaken(inbound.MessageSid))
                {
                    return new MessageLog.Decision<SimulatedMessage[]>([]);
                }
                SimulatedMessage[] replies =
                [
                    .. twiml.Messages.Select(message => new SimulatedMessage(
                        SimulatedMessage.NewSid(),
                        inbound.AccountSid,
                        SimulatedMessage.ViaTwiml,
                        message.From ?? inbound.To,
                        message.To ?? inbound.From,
                        message.Body,
                        now,
                        "queued",
                        message.StatusCallback,
                        inbound.MessagingServiceSid,
                        FailsWith: faults.Take(FaultKind.CarrierFailure, message.To ?? inbound.From)
                    )),
                ];
                return new(replies, [new LogLine(TwimlTakenFor: inbound.MessageSid), .. replies.Select(reply => new LogLine(reply))]);
            },
            cancellation
        );
        foreach (var reply in sent)
        {
            callbacks.Follow(reply.MessageSid);
        }
    }

    [LoggerMessage(
        EventId = 5006,
        Level = LogLevel.Warning,
        Message = "The answer to {MessageSid} is no TwiML (Twilio's error 12100); nothing is sent"
    )]
    private partial void NoTwiml(string messageSid);

    [LoggerMessage(
        EventId = 5007,
        Level = LogLevel.Information,
        Message = "The answer to {MessageSid} redirects; the simulator stays on this machine and does not follow"
    )]
    private partial void RedirectNoted(string messageSid);
}

using System.Threading.Channels;

namespace OptOut.LocalHost;

/// <summary>Moves messages on as Twilio does, <c>queued</c>, <c>sent</c>, <c>delivered</c>, and reports each step to the message's status callback.</summary>
internal sealed partial class StatusCallbacks(SimulatedTwilio twilio, MessageLog log, WebhookSender webhooks, ILogger<StatusCallbacks> logger)
    : BackgroundService
{
    private static readonly string[] Steps = ["queued", "sent", "delivered"];
    private readonly Channel<string> _followed = Channel.CreateUnbounded<string>();

    public void Follow(string messageSid) => _followed.Writer.TryWrite(messageSid);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // What a host that ended in between left on its way; a repeated report is part of Twilio's promise.
            foreach (var message in await log.AllAsync(stoppingToken))
            {
                if (!message.IsFinal)
                {
                    Follow(message.MessageSid);
                }
            }
            await Parallel.ForEachAsync(
                _followed.Reader.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken },
                async (sid, cancellation) => await MoveOnAsync(sid, cancellation));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends; its next start goes on from the log.
        }
    }

    private async Task MoveOnAsync(string messageSid, CancellationToken cancellation)
    {
        while (await log.FindAsync(messageSid, cancellation) is { IsFinal: false } message)
        {
            var next = Steps[Array.IndexOf(Steps, message.Status) + 1];
            await log.AppendAsync(new LogLine(Status: new(messageSid, next)), cancellation);
            await ReportAsync(message with { Status = next }, cancellation);
        }
    }

    /// <summary>Calls the status callback once; like Twilio's, a failed call is not repeated.</summary>
    private async Task ReportAsync(SimulatedMessage message, CancellationToken cancellation)
    {
        if (message.StatusCallback is not { } url || twilio.Account(message.AccountSid) is not { } account)
        {
            return;
        }
        // A relative one in TwiML is relative to the webhook that answered.
        var absolute = new Uri(new Uri(webhooks.PublicUrl("/api/twilio/messages")), url).AbsoluteUri;
        if (!webhooks.LeadsHere(absolute))
        {
            CallbackElsewhere(message.MessageSid);
            return;
        }
        var answer = await webhooks.PostAsync(account, absolute, Form(message), cancellation);
        if (answer.Status is < 200 or > 299)
        {
            CallbackFailed(message.MessageSid, message.Status, answer.Status);
        }
    }

    // https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
    private static List<KeyValuePair<string, string>> Form(SimulatedMessage message)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("SmsSid", message.MessageSid), new("SmsStatus", message.Status), new("MessageStatus", message.Status), new("To", message.To),
            new("MessageSid", message.MessageSid), new("AccountSid", message.AccountSid), new("From", message.From), new("ApiVersion", "2010-04-01"),
        ];
        if (message.MessagingServiceSid is { } service)
        {
            form.Add(new("MessagingServiceSid", service));
        }
        if (message.ErrorCode is { } code)
        {
            form.Add(new("ErrorCode", $"{code}"));
        }
        return form;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The status callback of {MessageSid} leads off this machine and is not called")]
    private partial void CallbackElsewhere(string messageSid);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The status callback of {MessageSid} ({MessageStatus}) was answered {HttpStatus}")]
    private partial void CallbackFailed(string messageSid, string messageStatus, int httpStatus);
}

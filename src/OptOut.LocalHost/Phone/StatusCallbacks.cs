using System.Threading.Channels;

namespace OptOut.LocalHost;

/// <summary>
/// Moves messages on as Twilio does, <c>queued</c>, <c>sent</c>, <c>delivered</c>, and reports each step to the message's status callback.
/// </summary>
internal sealed partial class StatusCallbacks(
    SimulatedTwilio twilio,
    MessageLog log,
    WebhookSender webhooks,
    Faults faults,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StatusCallbacks> logger
) : BackgroundService
{
    // Most of them only wait for late callbacks; few are posted at once.
    private const int MaxMessages = 1000,
        MaxPosts = 4;
    private readonly SemaphoreSlim posts = new(MaxPosts);
    private readonly Channel<string> messages = Channel.CreateUnbounded<string>();

    public override void Dispose()
    {
        posts.Dispose();
        base.Dispose();
    }

    public void Follow(string messageSid) => messages.Writer.TryWrite(messageSid);

    /// <summary>
    /// Goes on with the messages of a host that ended in between; a repeated report is allowed, since Twilio repeats them too. This happens
    /// before anybody can send: a new message is followed by its sender, and following it twice would report out of order.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var message in await log.AllAsync(cancellationToken))
        {
            if (!message.IsFinal)
            {
                Follow(message.MessageSid);
            }
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Before the host listens nobody can be called, and its address is not known.
            await StartedAsync(stoppingToken);
            await Parallel.ForEachAsync(
                messages.Reader.ReadAllAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = MaxMessages, CancellationToken = stoppingToken },
                async (sid, cancellation) => await MoveOnAsync(sid, cancellation)
            );
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends; its next start goes on from the log.
        }
    }

    private async Task StartedAsync(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }

    private async Task MoveOnAsync(string messageSid, CancellationToken cancellation)
    {
        while (await log.FindAsync(messageSid, cancellation) is { IsFinal: false } message)
        {
            if (message.Status == SimulatedMessage.Scheduled && message.SendAt - time.GetUtcNow() is { Ticks: > 0 } left)
            {
                await Task.Delay(left, time, cancellation);
            }

            // Whoever cancels a scheduled message at this moment comes before or after its sending, and is told which.
            var next = message.Next();
            if (
                await log.ChangeAsync(
                    view =>
                        view.Find(messageSid)?.Status == message.Status
                            ? new MessageLog.Decision<bool>(true, new LogLine(Status: next))
                            : new MessageLog.Decision<bool>(false),
                    cancellation
                )
            )
            {
                await ReportAsync(message with { Status = next.Status, ErrorCode = next.ErrorCode }, cancellation);
            }
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
        if (faults.Take(FaultKind.CallbackLost, message.To) is not null)
        {
            return;
        }
        await Task.Delay(faults.TakeDelay(FaultKind.CallbackLate, message.To), time, cancellation);
        WebhookAnswer answer;
        await posts.WaitAsync(cancellation);
        try
        {
            answer = await webhooks.PostAsync(account, absolute, WebhookForms.Status(message), cancellation);
        }
        finally
        {
            posts.Release();
        }
        if (answer.Status is < 200 or > 299)
        {
            CallbackFailed(message.MessageSid, message.Status, answer.Status);
        }
    }

    [LoggerMessage(
        EventId = 5008,
        Level = LogLevel.Warning,
        Message = "The status callback of {MessageSid} leads off this machine and is not called"
    )]
    private partial void CallbackElsewhere(string messageSid);

    [LoggerMessage(
        EventId = 5009,
        Level = LogLevel.Warning,
        Message = "The status callback of {MessageSid} ({MessageStatus}) was answered {HttpStatus}"
    )]
    private partial void CallbackFailed(string messageSid, string messageStatus, int httpStatus);
}

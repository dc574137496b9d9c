using System.Globalization;

namespace OptOut.SimulationTests;

/// <summary>Twilio: brings messages to our door, takes TwiML and REST sends, lists them late, calls back late or never.</summary>
internal sealed class TwilioModel(World world, Func<Host> anyHost)
{
    /// <summary>How long Twilio waits for a webhook's answer.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>The most that its list lags behind: far less than a gap between two searches.</summary>
    private const double MaxLag = 20;

    private readonly List<Sent> sent = [];
    private readonly HashSet<string> inbound = new(StringComparer.Ordinal);

    /// <summary>A message to the phone, and the receipt that its status callback names.</summary>
    public sealed record Sent(
        string MessageSid,
        string ReceiptId,
        string Via,
        string Body,
        DateTimeOffset CreatedAt,
        DateTimeOffset ListedAt
    );

    /// <summary>A text from the phone, and what has become of it.</summary>
    public sealed record Text(string MessageSid, string Body)
    {
        public bool IsAnswered { get; set; }
        public bool IsAcknowledged { get; set; }
        public int Deliveries { get; set; }
    }

    public IReadOnlyList<Sent> ToPhone => sent;
    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>How often faults happen, from 0 to 1.</summary>
    public double FaultRate { get; set; }

    /// <summary>Of several answers the first is taken, message or not; else the first message.</summary>
    public bool TakesFirstAnswer { get; set; }

    /// <summary>The phone texts: delivered, redelivered, and perhaps delivered again much later.</summary>
    public void Receive(Text text)
    {
        inbound.Add(text.MessageSid);
        Deliver(text);
        for (var more = world.Chance(FaultRate) ? 1 + world.UpTo(2) : 0; more > 0; more--)
        {
            world.In(world.Chance(0.5) ? world.Between(0, 1) : world.Between(0, 200), () => Deliver(text));
        }
    }

    /// <summary>A call of our REST API.</summary>
    public SendResult Take(OutboundMessage message, Flaw flaw)
    {
        var receipt = ReceiptOf(message.StatusCallback);
        if (world.Chance(FaultRate * 0.3))
        {
            if (world.Chance(0.7))
            {
                return new SendResult(SendOutcome.TryLater);
            }

            Refused.Add(receipt);
            return new SendResult(SendOutcome.Refused, ErrorCode: world.Chance(0.5) ? TwilioErrors.Unsubscribed : 21211);
        }

        if (!world.Chance(FaultRate * 0.5))
        {
            return new SendResult(SendOutcome.Accepted, Accept(message.Body, receipt, "rest").MessageSid);
        }

        if (world.Chance(0.7))
        {
            Accept(message.Body, receipt, "rest");
        }

        return new SendResult(flaw == Flaw.UnknownIsNotTaken ? SendOutcome.TryLater : SendOutcome.Unknown);
    }

    /// <summary>What a search shows now.</summary>
    public IReadOnlyList<ListedMessage> List(DateTimeOffset since) =>
        [.. sent.Where(m => m.ListedAt <= world.Now && Second(m.CreatedAt) >= since).Select(Listed)];

    private void Deliver(Text text)
    {
        var host = anyHost();
        var calledAt = world.Now;
        text.Deliveries++;
        var answered = false;
        world.Note($"Twilio delivers {text.MessageSid} {text.Body} to {host.Life.Name}");
        world.In(
            world.Between(0.001, 0.2),
            () =>
                host.Life.Inside(() =>
                    host.Take(
                        text,
                        answer =>
                            world.In(
                                world.Between(0.001, 1),
                                () =>
                                {
                                    if (!answered && world.Now - calledAt < Timeout && !world.Chance(FaultRate * 0.3))
                                    {
                                        answered = true;
                                        Hear(text, answer);
                                    }
                                }
                            )
                    )
                )
        );
        world.In(
            Timeout,
            () =>
            {
                if (!answered)
                {
                    Retry(text);
                }
            }
        );
    }

    private void Hear(Text text, Host.Answer answer)
    {
        if (!answer.IsOk)
        {
            Retry(text);
            return;
        }

        text.IsAcknowledged = true;
        if (answer.Confirmation is { } confirmation && !text.IsAnswered && !world.Chance(FaultRate * 0.2))
        {
            text.IsAnswered = true;
            Accept(confirmation.Text, text.MessageSid, "twiml");
        }

        text.IsAnswered |= TakesFirstAnswer;
    }

    private void Retry(Text text)
    {
        if (text.Deliveries < 6 && world.Chance(0.8))
        {
            world.In(world.Between(0, 30), () => Deliver(text));
        }
    }

    private Sent Accept(string body, string receipt, string via)
    {
        var message = new Sent(
            string.Create(CultureInfo.InvariantCulture, $"out{sent.Count + 1}"),
            receipt,
            via,
            body,
            world.Now,
            world.Now + world.Between(0, MaxLag * FaultRate)
        );
        sent.Add(message);
        world.Note($"Twilio takes {message.MessageSid} for {receipt} by {via}");
        if (!inbound.Contains(receipt))
        {
            world.Break($"{message.MessageSid} confirms {receipt}, which nobody texted.");
        }

        var end = world.Chance(FaultRate * 0.1)
            ? ("failed", world.Chance(0.5) ? TwilioErrors.Unsubscribed : 30003)
            : ("delivered", (int?)null);
        if (end.Item1 == "failed")
        {
            Refused.Add(receipt);
        }

        CallBack(message, "sent", null, world.Between(0.01, world.Chance(FaultRate) ? 300 : 2));
        CallBack(message, end.Item1, end.Item2, world.Between(0.02, world.Chance(FaultRate) ? 300 : 4));
        return message;
    }

    private void CallBack(Sent message, string status, int? errorCode, TimeSpan after)
    {
        if (world.Chance(FaultRate * 0.5))
        {
            return;
        }

        world.In(
            after,
            () =>
            {
                var host = anyHost();
                world.Note($"Twilio calls back {host.Life.Name}: {message.MessageSid} for {message.ReceiptId} {status}");
                host.Life.Inside(() => host.TakeStatus(message, status, errorCode));
            }
        );
    }

    private static string ReceiptOf(Uri callback)
    {
        var query = callback
            .Query.TrimStart('?')
            .Split('&')
            .Select(p => p.Split('='))
            .ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        return query[ConfirmationCallback.Parameter];
    }

    /// <summary>By its SID a message is found at once, however long the list takes to show it.</summary>
    public ListedMessage? Find(string messageSid) => sent.Find(m => m.MessageSid == messageSid) is { } found ? Listed(found) : null;

    private ListedMessage Listed(Sent m) => new(m.MessageSid, Clinic.Number, Cast.Phone, m.Body, Second(m.CreatedAt), "delivered", null);

    /// <summary>Twilio's dates are whole seconds.</summary>
    private static DateTimeOffset Second(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}

/// <summary>A process's client of Twilio's REST API.</summary>
internal sealed class TwilioPort(TwilioModel model, Wire wire, Life life, Flaw flaw) : ITwilioMessages
{
    public Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellation) =>
        wire.SendAsync(life, $"send", () => model.Take(message, flaw));

    public async Task<IReadOnlyList<ListedMessage>> ListSentAsync(
        string accountSid,
        string to,
        DateTimeOffset since,
        CancellationToken cancellation
    )
    {
        try
        {
            return await wire.CallAsync(life, $"search since {since:HH:mm:ss}", () => model.List(since));
        }
        catch (HttpRequestException) when (flaw == Flaw.FailedSearchIsEmpty)
        {
            return [];
        }
    }

    public Task<ListedMessage?> FindAsync(string accountSid, string messageSid, CancellationToken cancellation) =>
        wire.CallAsync(life, $"find {messageSid}", () => model.Find(messageSid)).WaitAsync(cancellation);

    public IAsyncEnumerable<ListedMessage> ListInboundAsync(string accountSid, DateTimeOffset since, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ConversationParticipant>> ListParticipantsAsync(
        string accountSid,
        string conversationSid,
        CancellationToken cancellation
    ) => throw new NotSupportedException();
}

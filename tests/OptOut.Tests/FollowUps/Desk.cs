using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace OptOut.Tests;

/// <summary>The use cases put together as a head does it, over a store, a queue and a Twilio in memory; one person texts.</summary>
internal sealed class Desk
{
    public const string Phone = "+14155552671";
    private readonly Func<Task> settled;

    public Desk(Account? account = null)
    {
        Twilio = new ScriptedTwilio(Time);
        var background = new Background(Time);
        // Disposing waits for the background work, and may be repeated.
        settled = () => background.DisposeAsync().AsTask();
        FollowUps = new FollowUps(Store, Queue, Queue, Times, background, Time);
        Changes = new RecipientChanges(Store, FollowUps, Time);
        Receive = new ReceiveMessage(Changes, FollowUps, Time);
        var policy = new Policy
        {
            PublicBaseUrl = "https://optout.example",
            Retention = IsoDuration.Parse("P5Y"),
            DecisionKeys = ["the key of tests, and of nothing else"],
            Accounts = new[] { account ?? Account }.ToFrozenDictionary(a => a.Sid, StringComparer.Ordinal),
        };
        Recorded = new RecordConfirmation(Store, Changes, NullLogger<RecordConfirmation>.Instance);
        Confirmations = new DeliverConfirmation(
            Store,
            Changes,
            Recorded,
            Twilio,
            policy,
            Times,
            Time,
            NullLogger<DeliverConfirmation>.Instance
        );
        Conversations = new ReceiveConversation(Store, Twilio, Receive, Changes, Confirmations, FollowUps, background, policy, Time);
        Decisions = new DecisionSigner(policy);
        Sends = new RecordSend(Changes, new PastStates(new VerifiedLedger(Store)), Decisions, policy);
        Statuses = new ReceiveStatus(Store, Sends, new RecordProviderBlock(Changes), Recorded, FollowUps, Twilio, policy, Time);
        Dispatch = new DispatchFollowUp(
            [
                new MessageFollowUpHandler(Store, Receive, Conversations, Confirmations, FollowUps, policy, Time),
                new PublicationFollowUpHandler(Store, FollowUps),
                new ConversationFollowUpHandler(Conversations, Times),
                new StatusFollowUpHandler(Statuses),
            ],
            Times,
            Time
        );
    }

    public static Account Account { get; } =
        new()
        {
            Sid = Clinic.Account,
            AuthTokens = [],
            ApiKeys = [],
            Brands = new[] { Clinic.Acme }.ToFrozenDictionary(b => b.Id, StringComparer.Ordinal),
        };

    public static RecipientKey Key { get; } = new(Clinic.Account, RecipientAddress.FromTwilio(Phone)!);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    public FollowUpTimes Times { get; } = new();
    public MemoryStore Store { get; } = new();
    public MemoryQueue Queue { get; } = new();
    public ScriptedTwilio Twilio { get; }
    public FollowUps FollowUps { get; }
    public RecipientChanges Changes { get; }
    public ReceiveMessage Receive { get; }
    public RecordConfirmation Recorded { get; }
    public DeliverConfirmation Confirmations { get; }
    public ReceiveConversation Conversations { get; }
    public ReceiveStatus Statuses { get; }
    public DecisionSigner Decisions { get; }
    public RecordSend Sends { get; }
    public DispatchFollowUp Dispatch { get; }

    public IEnumerable<EventType> Ledger => Store.Ledger(Key).Select(e => e.Type);

    public IEnumerable<EventType> Published => Queue.Published.Select(e => e.Type);

    /// <summary>A message that arrives now.</summary>
    public Inbound Message(string body, string sid = "SM1", string? conversation = null) =>
        new()
        {
            MessageSid = sid,
            Account = Account,
            Brand = Clinic.Acme,
            Sender = Clinic.Acme.Senders[0],
            Recipient = Key.Recipient,
            From = Phone,
            Body = body,
            ReceivedAt = Time.GetUtcNow(),
            ConversationSid = conversation,
            Source = conversation is null ? Sources.Message : Sources.Conversations,
        };

    /// <summary>The webhook takes it, and whatever it left to the background is done.</summary>
    public async Task<Receipt?> TextsAsync(string body, string sid = "SM1")
    {
        var receipt = await Receive.HandleAsync(Message(body, sid), CancellationToken.None);
        await SettledAsync();
        return receipt;
    }

    /// <summary>The message's follow-up comes due now.</summary>
    public Task<TimeSpan?> FollowAsync(Inbound message, int attempts = 0) =>
        FollowAsync(MessageFollowUp.Of(message) with { Attempts = attempts });

    /// <summary>When it comes again; null when its duty is done.</summary>
    public async Task<TimeSpan?> FollowAsync(FollowUp followUp) =>
        await OutcomeAsync(followUp) switch
        {
            FollowUpOutcome.Retry retry => retry.After,
            FollowUpOutcome.Wait wait => wait.After,
            FollowUpOutcome.DeadLetter letter => throw new InvalidOperationException($"It is a dead letter: {letter.Why}"),
            _ => null,
        };

    /// <summary>What becomes of a follow-up that comes due now.</summary>
    public async Task<FollowUpOutcome> OutcomeAsync(FollowUp followUp)
    {
        var outcome = await Dispatch.HandleAsync(followUp);
        await SettledAsync();
        return outcome;
    }

    public async Task<Confirmation> ConfirmationAsync(string sid = "SM1") =>
        (await Store.ReadReceiptAsync(Key, sid, CancellationToken.None))!.Confirmation!;

    /// <summary>Nothing runs in the background any more.</summary>
    public Task SettledAsync() => settled();
}

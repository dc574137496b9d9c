using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OptOut;

/// <summary>A message from a recipient to one of a brand's senders, its signature already checked.</summary>
public sealed record Inbound
{
    public required string MessageSid { get; init; }
    public required Account Account { get; init; }
    public required Brand Brand { get; init; }

    /// <summary>The sender that was texted, or the messaging service when Twilio named only that one of ours.</summary>
    public required Sender Sender { get; init; }

    /// <summary>The messaging service that the sender answered for, <c>MG…</c>.</summary>
    public string? MessagingService { get; init; }

    public required RecipientAddress Recipient { get; init; }

    /// <summary>The recipient's address as Twilio wrote it, for answering by REST.</summary>
    public required string From { get; init; }

    /// <summary>The text, as long as it came: what it means is read from the whole.</summary>
    public required string Body { get; init; }

    /// <summary>The text as the ledger keeps it.</summary>
    public string Text => Bounded(Body);

    /// <summary>The text as a queue can carry it, so that it means the same when it is read again.</summary>
    internal string BodyForLater => ForLater(Body, [Brand]);

    /// <summary>Twilio's own classification, where Advanced Opt-Out made one: STOP, START or HELP.</summary>
    public string? OptOutType { get; init; }

    public string? ButtonPayload { get; init; }

    /// <summary>First arrival at our door, or Twilio's own date where it never arrived there.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>It reaches the rules later than it reached our door: by follow-up, fallback or reconciliation (rule 1).</summary>
    public bool Late { get; init; }

    /// <summary><see cref="Sources.Message"/> or <see cref="Sources.Conversations"/>.</summary>
    public string Source { get; init; } = Sources.Message;

    public string? ConversationSid { get; init; }

    /// <summary>A message to one of the account's senders: the one way in which what Twilio says becomes a message to the rules.</summary>
    /// <param name="account">Whose sender was texted.</param>
    /// <param name="to">Its brand and the sender, as <see cref="Account.FindSender(string?, string?)"/> found them.</param>
    /// <param name="messagingService">The messaging service that Twilio named, <c>MG…</c>.</param>
    /// <param name="recipient">Who wrote.</param>
    /// <param name="from">The same address as Twilio wrote it.</param>
    /// <param name="messageSid">The message's SID.</param>
    /// <param name="body">The whole text.</param>
    /// <param name="receivedAt">As <see cref="ReceivedAt"/>.</param>
    public static Inbound To(
        Account account,
        (Brand Brand, Sender Sender) to,
        string? messagingService,
        RecipientAddress recipient,
        string from,
        string messageSid,
        string body,
        DateTimeOffset receivedAt
    ) =>
        new()
        {
            MessageSid = messageSid,
            Account = account,
            Brand = to.Brand,
            Sender = to.Sender,
            MessagingService = to.Sender.ServiceBehind(messagingService),
            Recipient = recipient,
            From = from,
            Body = body,
            ReceivedAt = receivedAt,
        };

    /// <summary>Twilio's longest body is 1,600 characters; of anything longer is kept the beginning and a hash of the whole.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Bounded(string? text) =>
        text is null || text.Length <= MaxTextLength
            ? text
            : $"{text.AsSpan(0, char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)}… [sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}]";

    /// <summary>
    /// A text as a queue can carry it, where it is not known yet which brand it was sent to: what is a keyword of one of them stays one.
    /// </summary>
    public static string ForLater(string text, IEnumerable<Brand> brands) =>
        text.Length <= MaxTextLength
            ? text
            : brands.Select(brand => brand.Keywords.Match(text)?.Keyword).FirstOrDefault(keyword => keyword is not null) ?? Bounded(text);

    private const int MaxTextLength = 4000;

    /// <summary>A draft of a ledger event that this message proves.</summary>
    internal LedgerEvent Event(EventType type, DateTimeOffset? at = null) =>
        new()
        {
            Type = type,
            At = at ?? ReceivedAt,
            Brand = Brand.Id,
            Source = Source,
            Proof = new Proof(MessageSid: MessageSid),
            Sender = Sender.Address,
            MessagingService = MessagingService,
        };
}

using System.Security.Cryptography;

namespace OptOut.LocalHost;

/// <summary>A message in the simulated Twilio's list.</summary>
/// <param name="Via">How it came: <c>phone</c> (inbound), <c>twiml</c> or <c>rest</c>.</param>
/// <param name="StatusCallback">Where Twilio reports its fate, as the sender gave it.</param>
/// <param name="Status"> Twilio's word: <c>received</c>, <c>scheduled</c>, <c>canceled</c>, <c>queued</c>, <c>sent</c>, <c>delivered</c>,
/// <c>failed</c>, <c>undelivered</c>. </param>
/// <param name="OptOutType">On an inbound message that Twilio itself handled: <c>STOP</c>, <c>START</c> or <c>HELP</c>.</param>
/// <param name="MediaUrls">What comes with it, a URL a line.</param>
/// <param name="FailsWith">The error code it will end with: it never reaches the phone.</param>
/// <param name="SendAt">When a scheduled message goes out, unless it is cancelled before.</param>
internal sealed record SimulatedMessage(
    string MessageSid,
    string AccountSid,
    string Via,
    string From,
    string To,
    string Body,
    DateTimeOffset At,
    string Status,
    string? StatusCallback = null,
    string? MessagingServiceSid = null,
    int? ErrorCode = null,
    string? OptOutType = null,
    string? ConversationSid = null,
    string? ButtonPayload = null,
    string? ButtonText = null,
    string? MediaUrls = null,
    int? FailsWith = null,
    DateTimeOffset? SendAt = null
)
{
    public const string ViaPhone = "phone",
        ViaTwiml = "twiml",
        ViaRest = "rest";
    public const string Scheduled = "scheduled",
        Canceled = "canceled";

    /// <summary>Error codes from here on are a carrier's; below, Twilio itself refused.</summary>
    private const int FirstCarrierCode = 30000;

    public bool IsInbound => string.Equals(Via, ViaPhone, StringComparison.Ordinal);

    public bool IsFinal => Status is "received" or "delivered" or "failed" or "undelivered" or Canceled;

    public bool ReachedThePhone => !IsInbound && FailsWith is null && Status is not (Scheduled or Canceled);

    /// <summary>The address of the person, whichever way the message goes.</summary>
    public string Phone => IsInbound ? From : To;

    public IReadOnlyList<string> Media => MediaUrls?.Split('\n') ?? [];

    /// <summary>What becomes of it next.</summary>
    public StatusChange Next() =>
        (Status, FailsWith) switch
        {
            (Scheduled, _) => new(MessageSid, "queued"),
            ("queued", < FirstCarrierCode) => new(MessageSid, "failed", FailsWith),
            ("queued", _) => new(MessageSid, "sent"),
            (_, null) => new(MessageSid, "delivered"),
            _ => new(MessageSid, "undelivered", FailsWith),
        };

    /// <summary>As the list has it: there, what came into a Conversation stands under an SID of its own.</summary>
    public ListedMessage Listed() =>
        new(
            IsInbound && ConversationSid is not null ? "SM" + MessageSid[2..] : MessageSid,
            From,
            To,
            Body,
            At,
            Status,
            ErrorCode,
            MessagingServiceSid
        );

    public static string NewSid(string prefix = "SM") => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static string? JoinMedia(IReadOnlyList<string> urls) => urls.Count == 0 ? null : string.Join('\n', urls);
}

/// <summary>
/// One line of the log: a new message, a change of one's status, that an inbound message's TwiML was taken, or a Conversation as it is from
/// now on.
/// </summary>
internal sealed record LogLine(
    SimulatedMessage? Message = null,
    StatusChange? Status = null,
    string? TwimlTakenFor = null,
    SimulatedConversation? Conversation = null,
    SimulatedConsent? Consent = null
);

/// <summary>A message's new status.</summary>
internal sealed record StatusChange(string MessageSid, string Status, int? ErrorCode = null);

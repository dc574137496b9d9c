using System.Security.Cryptography;

namespace OptOut.LocalHost;

/// <summary>A message in the simulated Twilio's list.</summary>
/// <param name="Via">How it came: <c>phone</c> (inbound), <c>twiml</c> or <c>rest</c>.</param>
/// <param name="StatusCallback">Where Twilio reports its fate, as the sender gave it.</param>
/// <param name="Status">Twilio's word: <c>received</c>, <c>queued</c>, <c>sent</c>, <c>delivered</c>, <c>failed</c>.</param>
/// <param name="OptOutType">On an inbound message that Twilio itself handled: <c>STOP</c>, <c>START</c> or <c>HELP</c>.</param>
internal sealed record SimulatedMessage(
    string MessageSid, string AccountSid, string Via, string From, string To, string Body, DateTimeOffset At, string Status,
    string? StatusCallback = null, string? MessagingServiceSid = null, int? ErrorCode = null, string? OptOutType = null, string? ConversationSid = null)
{
    public bool IsInbound => string.Equals(Via, ViaPhone, StringComparison.Ordinal);

    public bool IsFinal => Status is "received" or "delivered" or "failed" or "undelivered";

    public bool ReachedThePhone => !IsInbound && Status is not ("failed" or "undelivered");

    public const string ViaPhone = "phone", ViaTwiml = "twiml", ViaRest = "rest";

    public static string NewSid(string prefix = "SM") => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public ListedMessage Listed() => new(MessageSid, From, To, Body, At, Status, ErrorCode, MessagingServiceSid);
}

/// <summary>One line of the log: a new message, a change of one's status, or that an inbound message's TwiML was taken.</summary>
internal sealed record LogLine(SimulatedMessage? Message = null, StatusChange? Status = null, string? TwimlTakenFor = null);

/// <summary>A message's new status.</summary>
internal sealed record StatusChange(string MessageSid, string Status, int? ErrorCode = null);

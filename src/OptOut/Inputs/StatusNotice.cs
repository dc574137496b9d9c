namespace OptOut;

/// <summary>What Twilio says became of a message: also as a follow-up carries it, when it could not be taken in time.</summary>
/// <param name="MessageSid">The message's own SID.</param>
/// <param name="Status">Twilio's word in lower case: <c>sent</c>, <c>failed</c> …</param>
/// <param name="ErrorCode">Twilio's error number, such as 21610; null where there is none.</param>
/// <param name="At">First arrival at our door.</param>
/// <param name="Brand">The brand that the message was sent for.</param>
/// <param name="Campaign">Its campaign; null for none.</param>
/// <param name="Kind">What kind of message it was.</param>
/// <param name="Fulfilled">The obligations that it fulfilled.</param>
/// <param name="Sender">Who sent it, whatever brand's; null where the account has no such sender.</param>
/// <param name="Confirmation">Of our own confirmations, the receipt that it belongs to.</param>
public sealed record StatusNotice(
    string MessageSid,
    string Status,
    int? ErrorCode,
    DateTimeOffset At,
    string Brand,
    string? Campaign,
    CheckKind Kind,
    IReadOnlyList<Obligation> Fulfilled,
    string? Sender,
    string? Confirmation
)
{
    /// <summary>The messaging service that sent it.</summary>
    public string? MessagingService { get; init; }

    /// <summary>The decision that the callback's URL brought back (rule 33).</summary>
    public string? Decision { get; init; }
}

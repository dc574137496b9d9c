namespace OptOut;

/// <summary>What the brand sends from.</summary>
/// <param name="Address">An E.164 number, short code, messaging service SID, channel address or alphanumeric id, as Twilio writes
/// it.</param>
/// <param name="OptOutHandledBy">Who already answers opt-out keywords sent to it (rule 10).</param>
public sealed record Sender(string Address, OptOutHandledBy OptOutHandledBy)
{
    /// <summary>Nobody can answer it: it is an alphanumeric id (rule 1).</summary>
    public bool IsOneWay { get; } = OneWaySender.Is(Address);

    /// <summary>The messaging service that this sender answered for; null where it is the sender itself.</summary>
    public string? ServiceBehind(string? messagingService) => messagingService == Address ? null : messagingService;
}

namespace OptOut;

/// <summary>
/// A person in a Conversation, as Twilio lists it. Which brand the other side's sender belongs to is looked up in the configuration when it
/// is needed.
/// </summary>
/// <param name="Address">The person's own address.</param>
/// <param name="ProxyAddress">The number or channel address of the brand's side.</param>
/// <param name="MessagingService"><c>MG…</c></param>
/// <param name="ParticipantSid"><c>MB…</c>; null while not told.</param>
public sealed record BoundParticipant(string Address, string? ProxyAddress, string? MessagingService, string? ParticipantSid)
{
    /// <summary>The brand and sender that they talk with; null when it is no brand's.</summary>
    public (Brand Brand, Sender Sender)? SenderOf(Account account) => account.FindSender(ProxyAddress, MessagingService);

    /// <summary>Twilio lets an address take part in a Conversation once; who left and came back has a new SID.</summary>
    internal bool IsSame(BoundParticipant other) =>
        IsOne(Address, other.Address) || (ParticipantSid is not null && ParticipantSid == other.ParticipantSid);

    /// <summary>Whether two ways to write an address mean one person on one channel.</summary>
    internal static bool IsOne(string address, string? other) =>
        address == other
        || (
            other is not null
            && AddressText.Split(address).Channel == AddressText.Split(other).Channel
            && RecipientAddress.FromTwilio(address) is { } one
            && one == RecipientAddress.FromTwilio(other)
        );
}

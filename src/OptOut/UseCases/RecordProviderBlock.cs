using System.Globalization;

namespace OptOut;

/// <summary>
/// Records that a provider refused a message because it blocks the sender: that counts from the message's creation (rule 12).
/// </summary>
public sealed class RecordProviderBlock(RecipientChanges changes)
{
    /// <param name="key">The recipient.</param>
    /// <param name="brand">The sender's brand.</param>
    /// <param name="sender">Whom the provider refuses; the messaging service that the message went through shares its opt-outs.</param>
    /// <param name="status">What Twilio said.</param>
    /// <param name="createdAt">When the refused message was created.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public Task HandleAsync(
        RecipientKey key,
        string brand,
        Sender sender,
        StatusNotice status,
        DateTimeOffset createdAt,
        CancellationToken cancellation
    )
    {
        var receiptId = string.Create(CultureInfo.InvariantCulture, $"status:{status.MessageSid}:{status.ErrorCode}");
        return changes.ApplyAsync(
            key,
            receiptId,
            (record, taken, now) =>
            {
                if (taken is not null)
                {
                    return Proposal.Nothing;
                }

                var blocked = new LedgerEvent
                {
                    Type = EventType.ProviderBlocked,
                    At = createdAt,
                    Brand = brand,
                    Source = Sources.Provider,
                    Sender = sender.Address,
                    MessagingService = SenderAddresses.SharesOptOuts(sender.Address) ? sender.ServiceBehind(status.MessagingService) : null,
                    Proof = new Proof(MessageSid: status.MessageSid),
                };
                return new Proposal(
                    ProviderBlockRules.Refused(record.State, blocked, createdAt).Events,
                    new Receipt
                    {
                        Id = receiptId,
                        At = now,
                        Brand = brand,
                    }
                );
            },
            cancellation
        );
    }
}

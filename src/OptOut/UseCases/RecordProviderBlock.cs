namespace OptOut;

/// <summary>Records that a provider refused a message with 21610: its block of the sender counts from the message's creation (rule 12).</summary>
public sealed class RecordProviderBlock(RecipientChanges changes)
{
    public Task HandleAsync(RecipientKey key, string brand, string sender, string messageSid, DateTimeOffset createdAt, CancellationToken cancellation)
    {
        var receiptId = $"status:{messageSid}:{TwilioErrors.Unsubscribed}";
        return changes.ApplyAsync(key, receiptId, (record, taken, now) =>
        {
            if (taken is not null)
            {
                return Proposal.Nothing;
            }

            var blocked = new LedgerEvent
            {
                Type = EventType.ProviderBlocked, At = createdAt, Brand = brand, Source = Sources.Provider, Sender = sender, Proof = new Proof(MessageSid: messageSid),
            };
            return new Proposal(
                ProviderBlockRules.Refused(record.State, blocked, createdAt).Events,
                (first, last) => new Receipt { Id = receiptId, At = now, Brand = brand, FirstSequence = first, LastSequence = last });
        }, cancellation);
    }
}

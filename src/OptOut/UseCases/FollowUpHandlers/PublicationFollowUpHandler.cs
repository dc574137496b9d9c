namespace OptOut;

/// <summary>Publishes the events of a change that answered nobody.</summary>
public sealed class PublicationFollowUpHandler(IRecipientStore store, FollowUps followUps) : FollowUpHandler<PublicationFollowUp>
{
    /// <inheritdoc />
    protected override async Task<FollowUpOutcome> HandleAsync(PublicationFollowUp followUp, CancellationToken cancellation)
    {
        var events = await store.ReadLedgerAsync(followUp.Key, followUp.FirstSequence, followUp.LastSequence, cancellation);
        await followUps.PublishAsync(followUp.Key, events, cancellation);
        return FollowUpOutcome.Done;
    }
}

namespace OptOut;

/// <summary>Takes a status that the webhook could not take in time.</summary>
public sealed class StatusFollowUpHandler(ReceiveStatus statuses) : FollowUpHandler<StatusFollowUp>
{
    /// <inheritdoc />
    protected override async Task<FollowUpOutcome> HandleAsync(StatusFollowUp followUp, CancellationToken cancellation)
    {
        return await TakeAsync(async () =>
        {
            await statuses.RecordAsync(followUp.Key, followUp.Status, cancellation);
            return FollowUpOutcome.Done;
        });
    }
}

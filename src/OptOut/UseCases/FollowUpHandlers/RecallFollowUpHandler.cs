namespace OptOut;

/// <summary>
/// Cancels at Twilio what an opt-out covers of the scheduled messages, and records each that was still there to cancel (rule 40).
/// </summary>
public sealed class RecallFollowUpHandler(
    IRecipientStore store,
    RecipientChanges changes,
    ITwilioConsents twilio,
    FollowUpTimes times,
    TimeProvider time
) : FollowUpHandler<RecallFollowUp>
{
    /// <inheritdoc />
    protected override async Task<FollowUpOutcome> HandleAsync(RecallFollowUp followUp, CancellationToken cancellation)
    {
        var key = followUp.Key;
        var failed = false;
        foreach (var (brand, message, optOut) in RecallRules.ToRecall((await store.ReadAsync(key, cancellation)).State, time.GetUtcNow()))
        {
            bool cancelled;
            try
            {
                cancelled = await twilio.CancelAsync(followUp.AccountSid, message.MessageSid, cancellation);
            }
            catch (Exception e) when (e is not (OperationCanceledException or DependencyUnavailableException))
            {
                failed = true;
                continue;
            }

            if (cancelled)
            {
                // A crash before this does no harm: Twilio then answers that the message is cancelled already.
                await changes.ApplyAsync(
                    key,
                    null,
                    (record, _, now) =>
                        record.State.Brand(brand).Scheduled?.Contains(message) == true
                            ? new Proposal([RecallRules.Recalled(brand, message, optOut, now)])
                            : Proposal.Nothing,
                    cancellation
                );
            }
        }

        return failed ? new FollowUpOutcome.Retry(times.Backoff(followUp.Attempts)) : FollowUpOutcome.Done;
    }
}

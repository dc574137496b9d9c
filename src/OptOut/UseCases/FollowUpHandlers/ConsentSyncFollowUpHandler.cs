namespace OptOut;

/// <summary>Tells Twilio's consent list of one opt-out or opt-in, once (rule 40).</summary>
public sealed class ConsentSyncFollowUpHandler(
    IRecipientStore store,
    RecipientChanges changes,
    ConsentBatches batches,
    Policy policy,
    FollowUpTimes times,
    AnsweredMessages answered
) : FollowUpHandler<ConsentSyncFollowUp>
{
    private static readonly TimeSpan FirstRetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RateLimitPause = TimeSpan.FromSeconds(30);
    private const int EarlyRetries = 5;

    /// <inheritdoc />
    protected override async Task<FollowUpOutcome> HandleAsync(ConsentSyncFollowUp followUp, CancellationToken cancellation)
    {
        var key = followUp.Key;
        var receiptId = $"twilio-consent:{followUp.Sequence}";
        if (
            !policy.Accounts.TryGetValue(followUp.AccountSid, out var account)
            || await store.ReadReceiptAsync(key, receiptId, cancellation) is not null
        )
        {
            return FollowUpOutcome.Done;
        }

        if (
            await store.ReadLedgerAsync(key, followUp.Sequence, followUp.Sequence, cancellation) is not [var happened, ..]
            || !ConsentSyncRules.Concerns(happened, account.SyncToTwilio)
        )
        {
            return FollowUpOutcome.Done;
        }

        // Twilio would refuse our confirmation once it knows of the opt-out: the person is told first. An opt-in's confirmation it rather
        // takes afterwards.
        if (
            happened is { Type: EventType.OptedOut, Proof.MessageSid: { } sid }
            && await store.ReadReceiptAsync(key, sid, cancellation) is { Confirmation: { IsOpen: true } confirmation }
            && (confirmation.Route == Route.Twiml ? answered.Left(followUp.AccountSid, sid) : null) is var left
            && !(left <= TimeSpan.Zero)
        )
        {
            return new FollowUpOutcome.Retry(
                left is not null || followUp.Attempts < EarlyRetries ? FirstRetryAfter : times.Backoff(followUp.Attempts - EarlyRetries)
            );
        }

        var state = (await store.ReadAsync(key, cancellation)).State;
        IReadOnlyDictionary<string, ConsentRefusal> refused;
        try
        {
            if (
                await batches.ReportAsync(followUp.AccountSid, ConsentSyncRules.For(state, happened, account), cancellation)
                is not { } answer
            )
            {
                return new FollowUpOutcome.Wait(RateLimitPause);
            }

            refused = answer;
        }
        catch (Exception e) when (e is not (OperationCanceledException or DependencyUnavailableException))
        {
            return new FollowUpOutcome.Retry(times.Backoff(followUp.Attempts));
        }

        if (refused.Values.Any(r => r.MayPass))
        {
            return new FollowUpOutcome.Retry(times.Backoff(followUp.Attempts));
        }

        await changes.ApplyAsync(
            key,
            receiptId,
            (_, taken, now) =>
                taken is not null
                    ? Proposal.Nothing
                    : new Proposal(
                        [],
                        new Receipt
                        {
                            Id = receiptId,
                            At = now,
                            Brand = happened.Brand ?? "",
                            LastSequence = followUp.Sequence,
                        }
                    ),
            cancellation
        );
        return refused.Count == 0
            ? FollowUpOutcome.Done
            : new FollowUpOutcome.DeadLetter(
                $"Twilio's consent list refused {refused.Count} senders of it (error {refused.Values.First().Code})."
            );
    }
}

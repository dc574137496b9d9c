using Microsoft.Extensions.Logging;

namespace OptOut;

/// <summary>Makes sure that a confirmation reaches Twilio exactly once, or that its fate is recorded (rule 9).</summary>
public sealed partial class DeliverConfirmation(
    IRecipientStore store,
    RecipientChanges changes,
    RecordConfirmation confirmations,
    ITwilioMessages twilio,
    Policy policy,
    FollowUpTimes times,
    TimeProvider time,
    ILogger<DeliverConfirmation> log
)
{
    /// <summary>Twilio's dates are whole seconds, and its clock is not ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(2);

    /// <summary>How far back in the ledger other confirmations of the same words are looked for.</summary>
    private const int MaxLookBack = 20;

    /// <summary>Goes as far as it can now.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="receipt">The receipt that the confirmation belongs to, as it was read or written last.</param>
    /// <param name="attempts">How often this was put off already: the pause grows with it where Twilio cannot be asked.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>When to come back, null when nothing is left to do; and the receipt as it is then.</returns>
    public async Task<(TimeSpan? Again, Receipt Receipt)> AdvanceAsync(
        RecipientKey key,
        Receipt receipt,
        int attempts,
        CancellationToken cancellation
    )
    {
        DateTimeOffset? searchedAt = null;
        var lookup = ReceiptLookup.Of(receipt);
        while (receipt.Confirmation is { IsOpen: true })
        {
            var attempt = Guid.NewGuid().ToString("N");
            var (next, kept) = await DecideAsync(key, lookup, searchedAt, attempt, cancellation);
            if (kept is null)
            {
                // A purge removed it: its answer is owed no more.
                break;
            }

            receipt = kept;
            lookup = ReceiptLookup.Of(receipt.Id);
            switch (next.Step)
            {
                case ConfirmationStep.Wait:
                    return (next.Until - time.GetUtcNow() is { Ticks: > 0 } pause ? pause : TimeSpan.Zero, receipt);
                case ConfirmationStep.Search:
                    var began = time.GetUtcNow();
                    if (await SearchAsync(key, receipt, cancellation) is not { } found)
                    {
                        return (times.Backoff(attempts), receipt);
                    }

                    searchedAt = found ? null : began;
                    break;
                case ConfirmationStep.Send:
                    if (await SendAsync(key, receipt, attempt, cancellation) is not { } taken)
                    {
                        // Twilio's list shows the message after a gap. While Twilio keeps failing, it is asked less and less often.
                        return (Max(times.SearchGap, times.Backoff(attempts)), receipt);
                    }

                    if (!taken)
                    {
                        return (times.Backoff(attempts), receipt);
                    }

                    break;
            }
        }

        return (null, receipt);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task<(ConfirmationRules.Next Next, Receipt? Receipt)> DecideAsync(
        RecipientKey key,
        ReceiptLookup lookup,
        DateTimeOffset? searchedAt,
        string attempt,
        CancellationToken cancellation
    )
    {
        ConfirmationRules.Next next = new(ConfirmationStep.Done);
        var written = await changes.ApplyAsync(
            key,
            lookup,
            (record, taken, now) =>
            {
                next = taken is null
                    ? new(ConfirmationStep.Done)
                    : ConfirmationRules.Decide(key, taken, record.State, searchedAt, attempt, now, times);
                return next.Write is { } write ? RecordConfirmation.Propose(record, write, next.Events ?? [], taken!) : Proposal.Nothing;
            },
            cancellation,
            Assurance.Handler
        );
        if (next.Write?.Confirmation is { IsOpen: false } ended)
        {
            Signals.Confirmed(ended.State);
        }

        return (next, written.Receipt);
    }

    /// <summary>True when Twilio's list has it, false when it has not, null when Twilio cannot be asked.</summary>
    private async Task<bool?> SearchAsync(RecipientKey key, Receipt receipt, CancellationToken cancellation)
    {
        var confirmation = receipt.Confirmation!;
        IReadOnlyList<ListedMessage> listed;
        try
        {
            listed = await twilio.ListSentAsync(key.AccountSid, confirmation.To, receipt.At - ClockSkew, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            CannotAsk(receipt.Id, e.GetType().Name);
            return null;
        }

        var (others, before) = await OthersAsync(key, receipt, cancellation);
        var same = listed.Where(m =>
            m.CreatedAt <= before
            && string.Equals(m.Body.Trim(), confirmation.Text.Trim(), StringComparison.Ordinal)
            && !others.Contains(m.MessageSid)
        );
        // The oldest match belongs to this receipt: a later confirmation to the same person has a later receipt.
        if (same.MinBy(m => m.CreatedAt) is not { } found)
        {
            return false;
        }

        var listing = new ConfirmationReport(found.MessageSid, found.Status, found.ErrorCode, found.CreatedAt, Sources.FollowUp);
        await RecordAsync(key, receipt, listing, cancellation);
        return true;
    }

    /// <summary>
    /// Messages with the same words that belong to other receipts: STOP, START, STOP in quick succession confirms twice with one text. The
    /// ledger names other receipts' confirmations, and a message created after this one was superseded answers something later.
    /// </summary>
    private async Task<(HashSet<string> Sids, DateTimeOffset Before)> OthersAsync(
        RecipientKey key,
        Receipt receipt,
        CancellationToken cancellation
    )
    {
        var state = (await store.ReadAsync(key, cancellation)).State;
        var events = await store.ReadLedgerAsync(key, Math.Max(1, receipt.FirstSequence - MaxLookBack), state.LastSequence, cancellation);
        var superseding = ConfirmationRules.IsSuperseded(receipt, state)
            ? events.FirstOrDefault(e => e.Sequence > receipt.LastSequence && ConfirmationRules.Supersedes(e, receipt.Confirmation!.Kind))
            : null;
        return (
            [.. events.Where(e => e.Type == EventType.ConfirmationSent).Select(e => e.Proof?.MessageSid).OfType<string>()],
            superseding?.RecordedAt ?? DateTimeOffset.MaxValue
        );
    }

    /// <summary>True when Twilio took or refused it, false when it is to be tried again, null when nobody knows.</summary>
    private async Task<bool?> SendAsync(RecipientKey key, Receipt receipt, string attempt, CancellationToken cancellation)
    {
        var confirmation = receipt.Confirmation!;
        var startedAt = time.GetUtcNow();
        // A claim holds for one gap only: after it, others may send, and this process may have been paused for longer.
        var result =
            startedAt - confirmation.ClaimedAt > times.SearchGap / 2
                ? new SendResult(SendOutcome.TryLater)
                : await twilio.SendAsync(
                    new OutboundMessage(
                        key.AccountSid,
                        confirmation.From,
                        confirmation.To,
                        confirmation.Text,
                        ConfirmationCallback.Of(policy.PublicBaseUrl, receipt),
                        confirmation.ConversationSid
                    ),
                    cancellation
                );
        switch (result.Outcome)
        {
            case SendOutcome.Accepted:
                await RecordAsync(key, receipt, new(result.MessageSid, "accepted", null, startedAt, Sources.FollowUp), cancellation);
                return true;
            case SendOutcome.Refused:
                await RecordAsync(key, receipt, new(null, "failed", result.ErrorCode, startedAt, Sources.FollowUp), cancellation);
                return true;
            case SendOutcome.TryLater:
                await changes.ApplyAsync(
                    key,
                    ReceiptLookup.Of(receipt.Id),
                    (_, taken, _) =>
                        taken?.Confirmation is { State: ConfirmationState.Claimed } claim && claim.AttemptId == attempt
                            ? new Proposal([], ConfirmationRules.ReleaseClaim(taken), taken)
                            : Proposal.Nothing,
                    cancellation,
                    Assurance.Handler
                );
                return false;
            default:
                return null;
        }
    }

    private Task RecordAsync(RecipientKey key, Receipt receipt, ConfirmationReport report, CancellationToken cancellation) =>
        confirmations.HandleAsync(key, receipt.Id, report, Assurance.Handler, cancellation);

    [LoggerMessage(
        EventId = 1001,
        Level = LogLevel.Warning,
        Message = "Twilio cannot be asked whether it has the confirmation of {MessageSid} ({Cause}); asking again later"
    )]
    private partial void CannotAsk(string messageSid, string cause);
}

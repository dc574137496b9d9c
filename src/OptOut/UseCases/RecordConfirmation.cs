using Microsoft.Extensions.Logging;

namespace OptOut;

/// <summary>Records what became of a confirmation at Twilio (rules 9, 12).</summary>
public sealed partial class RecordConfirmation(IRecipientStore store, RecipientChanges changes, ILogger<RecordConfirmation> log)
{
    /// <summary>Records the report unless as much is known already.</summary>
    /// <param name="key">The recipient.</param>
    /// <param name="receiptId">The receipt that the confirmation belongs to.</param>
    /// <param name="report">What Twilio says.</param>
    /// <param name="assurance">Who makes sure of what follows.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task HandleAsync(
        RecipientKey key,
        string receiptId,
        ConfirmationReport report,
        Assurance assurance,
        CancellationToken cancellation
    )
    {
        if (
            await store.ReadReceiptAsync(key, receiptId, cancellation) is not { } receipt
            || !ConfirmationRules.IsNews(receipt, report.HasFailed)
        )
        {
            return;
        }

        ConfirmationState? reached = null;
        var written = await changes.ApplyAsync(
            key,
            ReceiptLookup.Of(receipt),
            (record, taken, now) =>
            {
                var change =
                    taken is null ? null
                    : report.HasFailed
                        ? ConfirmationRules.Failed(key, taken, record.State, report.MessageSid, report.ErrorCode, report.CreatedAt)
                    : ConfirmationRules.Sent(key, taken, report.MessageSid!, report.Source, report.CreatedAt, now);
                reached = change?.Write.Confirmation!.State;
                return change is { } c ? Propose(record, c.Write, c.Events, taken!) : Proposal.Nothing;
            },
            cancellation,
            assurance
        );
        if (reached is { } state)
        {
            Signals.Confirmed(state);
            if (report.ErrorCode == TwilioErrors.Unsubscribed)
            {
                ProviderAnswers(receiptId, written.Receipt?.Brand ?? "");
            }
        }
    }

    /// <summary>
    /// The receipt keeps the event that recorded its end, so that the follow-up can publish it. A later event (sent, then failed) has a
    /// follow-up of its own.
    /// </summary>
    internal static Proposal Propose(RecipientRecord record, Receipt write, IReadOnlyList<LedgerEvent> events, Receipt replaces) =>
        new(
            events,
            events.Count == 0 || write.Confirmation!.EndSequence > 0
                ? write
                : write with
                {
                    Confirmation = write.Confirmation! with { EndSequence = record.State.LastSequence + events.Count },
                },
            replaces
        );

    [LoggerMessage(
        EventId = 1002,
        Level = LogLevel.Warning,
        Message = "The confirmation of {MessageSid} was refused with 21610: the provider already answers opt-outs of this sender. Set OptOut:Accounts:…:Brands:…:Senders:…:OptOutHandledBy of brand {Brand} to Twilio or Carrier"
    )]
    private partial void ProviderAnswers(string messageSid, string brand);
}

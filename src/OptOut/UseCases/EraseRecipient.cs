namespace OptOut;

/// <summary>
/// Erases texts, statements and proofs of a recipient and keeps the opt-outs (rule 32). The erasure is a ledger event first: from then on
/// no consent depends on what is about to be erased. Then the rows are rewritten, batch by batch. An erasure that was interrupted is
/// repeated as a whole; rows that are rewritten already stay as they are.
/// </summary>
public sealed class EraseRecipient(
    IRecipientStore recipients,
    IConversationStore conversations,
    IRetentionStore rows,
    RecipientChanges changes
)
{
    private const int MaxBatch = 100;

    /// <summary>
    /// When it was erased, and the event that says so; neither when nothing was ever kept of the recipient. Nothing is erased under a legal
    /// hold.
    /// </summary>
    public async Task<(Mark? Erased, Mark? Hold)> HandleAsync(RecipientKey key, string reason, string actor, CancellationToken cancellation)
    {
        var written = await changes.ApplyAsync(
            key,
            null,
            (record, _, now) =>
                record.State.Hold is null && RetentionRules.Erase(record.State, reason, actor, now) is { } erased
                    ? new Proposal([erased], Recent: [])
                    : Proposal.Nothing,
            cancellation
        );
        if (written.State.Hold is { } hold)
        {
            return (null, hold);
        }

        if (written.State.Erased is not { } mark)
        {
            return default;
        }

        await EraseEventsAsync(key, (written.State.Watermark?.Through ?? 0) + 1, Ledger.SequenceIn(mark.Event) - 1, cancellation);
        while (!await EraseReceiptsAsync(key, cancellation))
        {
            // A status callback changed one meanwhile: look again.
        }

        return (mark, null);
    }

    /// <summary>
    /// What a purge does around a suppression that stands: first the rows, then the event, so that a run that was cut short is repeated by
    /// the next one, which still finds the history quiet.
    /// </summary>
    public async Task ErasePastAsync(RecipientKey key, RecipientState state, CancellationToken cancellation)
    {
        await EraseEventsAsync(key, (state.Watermark?.Through ?? 0) + 1, state.LastSequence, cancellation);
        while (!await EraseReceiptsAsync(key, cancellation))
        {
            // A status callback changed one meanwhile: look again.
        }

        await changes.ApplyAsync(
            key,
            null,
            (record, _, now) =>
                record.State.LastSequence == state.LastSequence
                && RetentionRules.Erase(record.State, "The retention is over; the suppression stays.", "retention", now) is { } erased
                    ? new Proposal([erased], Recent: [])
                    : Proposal.Nothing,
            cancellation
        );
    }

    private async Task EraseEventsAsync(RecipientKey key, long first, long last, CancellationToken cancellation)
    {
        for (; first <= last; first += MaxBatch)
        {
            var events = await recipients.ReadLedgerAsync(key, first, Math.Min(first + MaxBatch - 1, last), cancellation);
            // The bindings come first: once the events are rewritten, nothing else names their SIDs.
            foreach (var conversation in events.Select(e => e.ConversationSid).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                await UnbindAsync(key, conversation, cancellation);
            }

            await rows.ReplaceEventsAsync(key, [.. events.Select(RetentionRules.Erase).Where((e, i) => e != events[i])], cancellation);
        }
    }

    private async Task UnbindAsync(RecipientKey key, string conversationSid, CancellationToken cancellation)
    {
        while (
            await conversations.ReadAsync(key.AccountSid, conversationSid, cancellation) is { } binding
            && binding.Without(key.Recipient) is var left
            && left.Participants.Count < binding.Participants.Count
            && await conversations.BindAsync(key.AccountSid, conversationSid, left, cancellation) != Commit.Done
        )
        {
            // Somebody joined meanwhile: look again.
        }
    }

    private async Task<bool> EraseReceiptsAsync(RecipientKey key, CancellationToken cancellation)
    {
        var all = true;
        await foreach (var receipt in rows.ListReceiptsAsync(key, cancellation))
        {
            if (receipt.Id.StartsWith(RecordConsent.ReceiptPrefix, StringComparison.Ordinal))
            {
                await rows.ForgetAnswerAsync(key.AccountSid, receipt.Id[RecordConsent.ReceiptPrefix.Length..], cancellation);
            }

            var erased = RetentionRules.Erase(receipt);
            all &= erased == receipt || await rows.TryReplaceReceiptAsync(key, erased, cancellation);
        }

        return all;
    }
}

namespace OptOut;

/// <summary>Records, reads and withdraws the consents that senders report (rules 17 to 19).</summary>
public sealed class RecordConsent(IRecipientStore store, RecipientChanges changes)
{
    /// <summary>Before the hash of the idempotency key in the id of a consent's receipt.</summary>
    public const string ReceiptPrefix = "consent:";

    /// <summary>What was recorded, the opt-out that stands against it, or until when the history went that it belongs to.</summary>
    public readonly record struct Outcome(IReadOnlyList<LedgerEvent> Events, Suppression? OptedOut, DateTimeOffset? GoneUntil = null);

    /// <param name="key">The recipient.</param>
    /// <param name="consent">What the sender reports.</param>
    /// <param name="requestId">Names the request where it may come again: the second time finds what the first one wrote.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task<Outcome> HandleAsync(RecipientKey key, ReportedConsent consent, string? requestId, CancellationToken cancellation)
    {
        Suppression? optedOut = null;
        DateTimeOffset? goneUntil = null;
        var receiptId = requestId is null ? null : ReceiptPrefix + requestId;
        var written = await changes.ApplyAsync(
            key,
            receiptId,
            (record, taken, now) =>
            {
                (var decision, optedOut, goneUntil) = taken is null ? ConsentRules.Record(record.State, consent, now) : default;
                return decision is null
                    ? Proposal.Nothing
                    : new Proposal(
                        decision.Events,
                        receiptId is null
                            ? null
                            : new Receipt
                            {
                                Id = receiptId,
                                At = now,
                                Brand = consent.Brand.Id,
                            }
                    );
            },
            cancellation
        );
        return written is { Events: [], Receipt: { } earlier }
            ? new Outcome(await store.ReadLedgerAsync(key, earlier.FirstSequence, earlier.LastSequence, cancellation), null)
            : new Outcome(written.Events, optedOut, goneUntil);
    }

    /// <summary>
    /// Whether the message that the proof names, if any, is one that this recipient sent (rule 18). One of a history that was purged still
    /// is.
    /// </summary>
    public static async Task<bool> IsTheirsAsync(IRecipientStore store, RecipientKey key, Proof proof, CancellationToken cancellation) =>
        proof.MessageSid is not { } messageSid
        || await store.ReadReceiptAsync(key, messageSid, cancellation) is { Meaning: not null }
        || (await store.ReadAsync(key, cancellation)).State.Watermark?.Took(messageSid) == true;

    /// <summary>The withdrawal's events; empty when there is no such consent, or it is not the brand's, where one is named.</summary>
    public async Task<IReadOnlyList<LedgerEvent>> WithdrawAsync(
        RecipientKey key,
        string? brand,
        string consentId,
        string? reason,
        string? actor,
        CancellationToken cancellation
    )
    {
        var written = await changes.ApplyAsync(
            key,
            null,
            (record, _, now) =>
                ConsentRules.Withdraw(record.State, brand, consentId, reason, actor, now) is { } decision
                    ? new Proposal(decision.Events)
                    : Proposal.Nothing,
            cancellation
        );
        return written.Events;
    }

    /// <summary>The consents that a brand holds now, with the events that prove them.</summary>
    public async Task<(RecipientState State, IReadOnlyList<LedgerEvent> Proofs)> ReadAsync(
        RecipientKey key,
        string brand,
        CancellationToken cancellation
    )
    {
        var state = (await store.ReadAsync(key, cancellation)).State;
        var held = state.Brand(brand);
        var sequences = held
            .Campaigns.Values.SelectMany(c => c.Grants)
            .Concat(held.PriorRelationship is { } p ? [p] : [])
            .Select(g => g.Sequence)
            .Concat(held.Campaigns.Values.Select(c => c.Pending).OfType<Request>().Select(p => p.Sequence))
            .Distinct()
            .Order();
        var proofs = await Task.WhenAll(sequences.Select(s => store.ReadLedgerAsync(key, s, s, cancellation)));
        return (state, [.. proofs.SelectMany(p => p)]);
    }
}

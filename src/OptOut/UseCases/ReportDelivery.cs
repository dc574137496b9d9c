namespace OptOut;

/// <summary>
/// Notes at a confirmation's entry in overviews whether it reached the phone (ADR 0481). The ledger has no event for it: that Twilio has
/// the message settles the confirmation, and what a carrier does afterwards changes nothing that is allowed.
/// </summary>
public sealed class ReportDelivery(IRecipientStore store, IActivityIndex activity)
{
    /// <summary>Notes what a status callback says; a status that ends nothing is passed over.</summary>
    /// <exception cref="DependencyUnavailableException">The store cannot be asked.</exception>
    public async Task OfConfirmationAsync(RecipientKey key, string receiptId, StatusNotice status, CancellationToken cancellation)
    {
        if (
            status.Status is not ("delivered" or "undelivered" or "failed" or "read")
            || await store.ReadReceiptAsync(key, receiptId, cancellation) is not { Confirmation: { } confirmation } receipt
        )
        {
            return;
        }

        // One that failed at once has no event of its own: it is noted at the opt-out or opt-in that it was to confirm.
        var sequence = confirmation.EndSequence > 0 ? confirmation.EndSequence : receipt.FirstSequence;
        if (sequence > 0 && await store.ReadLedgerAsync(key, sequence, sequence, cancellation) is [{ Brand: { } brand } e])
        {
            await activity.KeepDeliveryAsync(
                key.AccountSid,
                brand,
                e.Id,
                e.RecordedAt,
                new Delivery(status.Status, status.ErrorCode, status.At),
                cancellation
            );
        }
    }
}

namespace OptOut;

/// <summary>Takes Twilio's status callbacks: of senders' messages and of our own confirmations (rules 12, 25, 30).</summary>
public sealed class ReceiveStatus(
    IRecipientStore store,
    RecordSend sends,
    RecordProviderBlock blocks,
    RecordConfirmation confirmations,
    FollowUps followUps,
    ITwilioMessages twilio,
    Policy policy,
    TimeProvider time,
    ReportDelivery? deliveries = null
)
{
    /// <summary>
    /// How much of the webhook's 10 s the table may take before the status is left to the queue. Twilio does not repeat a status.
    /// </summary>
    private static readonly TimeSpan TableTimeout = TimeSpan.FromSeconds(6);

    /// <summary>How much of it a question to Twilio may take.</summary>
    private static readonly TimeSpan TwilioTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Takes it, or leaves it to a follow-up. Taken twice it changes nothing more.</summary>
    /// <exception cref="DependencyUnavailableException">Nothing durable could take it.</exception>
    public async Task HandleAsync(RecipientKey key, StatusNotice status, CancellationToken cancellation)
    {
        try
        {
            // A commit that hangs is not cancelled; the follow-up reads later whether it was done.
            await RecordAsync(key, status, cancellation).WaitAsync(TableTimeout, time, cancellation);
        }
        catch (Exception e) when (e is DependencyUnavailableException or TimeoutException or OperationCanceledException)
        {
            if (await followUps.ScheduleAsync(new StatusFollowUp(key.AccountSid, key.Recipient.Value, status), cancellation) is null)
            {
                throw e as DependencyUnavailableException
                    ?? new DependencyUnavailableException("Neither table nor queue took the status in time.", e);
            }
        }
    }

    /// <summary>The same inside its follow-up.</summary>
    /// <exception cref="NeverPossibleException">Its account, brand or campaign is no longer configured.</exception>
    public async Task RecordAsync(RecipientKey key, StatusNotice status, CancellationToken cancellation)
    {
        if (status.Confirmation is { } receiptId)
        {
            var createdAt = TwilioErrors.Blocks(status.ErrorCode, status.Sender)
                ? await CreatedAsync(key, status, cancellation)
                : status.At;
            var report = new ConfirmationReport(status.MessageSid, status.Status, status.ErrorCode, createdAt, Sources.StatusCallback);
            await confirmations.HandleAsync(key, receiptId, report, Assurance.Own, cancellation);
            if (deliveries is not null)
            {
                await deliveries.OfConfirmationAsync(key, receiptId, status, cancellation);
            }

            return;
        }

        var account = policy.Accounts.GetValueOrDefault(key.AccountSid);
        var from = account?.FindSender(status.Sender);
        if (status.Status is "failed" or "canceled")
        {
            await sends.FailedAsync(key, status.MessageSid, status.Brand, cancellation);
        }
        else if (
            status.Status is "sent"
            || (status.Status is "delivered" or "partially_delivered" or "read" && !await IsKnownAsync(key, status, cancellation))
        )
        {
            await sends.HandleAsync(key, Send(account, from, status), cancellation);
        }

        if (from is { } sender && TwilioErrors.Blocks(status.ErrorCode, sender.Sender.Address))
        {
            // A block is the sender's, whatever brand the URL names.
            await blocks.HandleAsync(
                key,
                sender.Brand.Id,
                sender.Sender,
                status,
                await CreatedAsync(key, status, cancellation),
                cancellation
            );
        }
    }

    /// <summary>A send has many statuses: after "sent" the next ones are looked up before anything else is read.</summary>
    private async Task<bool> IsKnownAsync(RecipientKey key, StatusNotice status, CancellationToken cancellation) =>
        await store.ReadReceiptAsync(key, RecordSend.ReceiptId(status.MessageSid), cancellation) is not null;

    private static ReportedSend Send(Account? account, (Brand Brand, Sender Sender)? from, StatusNotice status)
    {
        var brand = account?.Brands.GetValueOrDefault(status.Brand);
        var campaign = status.Campaign is { } id ? brand?.Campaigns.GetValueOrDefault(id) : null;
        if (brand is null || (campaign is null && status.Campaign is not null))
        {
            throw new NeverPossibleException("The message's account, brand or campaign is no longer configured.");
        }

        return new ReportedSend
        {
            Brand = brand,
            Campaign = campaign,
            Kind = status.Kind,
            MessageSid = status.MessageSid,
            SentAt = status.At,
            Fulfilled = status.Fulfilled,
            Sender = from is { } sender && sender.Brand.Id == brand.Id ? sender.Sender.Address : null,
            Source = Sources.StatusCallback,
            MessagingService = status.MessagingService,
            Decision = status.Decision,
        };
    }

    /// <summary>
    /// When the refused message was created (rule 12): as Twilio says, else as its recorded send says; where neither can tell, when its
    /// status arrived, for in doubt the opt-out wins.
    /// </summary>
    private async Task<DateTimeOffset> CreatedAsync(RecipientKey key, StatusNotice status, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(TwilioTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            if (await twilio.FindAsync(key.AccountSid, status.MessageSid, both.Token) is { } found)
            {
                return found.CreatedAt;
            }
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // Twilio cannot be asked.
        }

        return (await store.ReadReceiptAsync(key, RecordSend.ReceiptId(status.MessageSid), cancellation))?.SentAt ?? status.At;
    }
}

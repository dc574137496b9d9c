using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary><c>POST /api/twilio/status</c>: what became of a message, the sender's or our own confirmation (CONTRACT §3, rules 12, 25, 30).</summary>
internal sealed class StatusWebhook(
    Policy policy, IRecipientStore store, RecordSend sends, RecordProviderBlock blocks, DeliverConfirmation confirmations, ITwilioMessages twilio, TimeProvider time)
{
    /// <summary>What asking Twilio may take: the callback does not come again.</summary>
    private static readonly TimeSpan TwilioPatience = TimeSpan.FromSeconds(3);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        using var limit = new CancellationTokenSource(WebhookAnswers.Deadline, time);
        var (request, refusal) = await SignedRequest.ReadAsync(context, policy, limit.Token);
        if (request is null)
        {
            return refusal!;
        }

        var fields = StatusCallbackFields.Parse(request.Form);
        if (!fields.IsUsable)
        {
            return WebhookAnswers.Unusable(fields.Errors);
        }

        var errors = new FieldErrors();
        if (StatusQuery.Read(context, request.Account, fields.Value, errors) is not { } query || errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        // A message to a machine is of no recipient.
        if (RecipientAddress.FromTwilio(fields.Value.To) is { } recipient)
        {
            await RecordAsync(new RecipientKey(request.Account.Sid, recipient), query, fields.Value, limit.Token);
        }

        return TypedResults.NoContent();
    }

    private async Task RecordAsync(RecipientKey key, StatusQuery query, StatusCallbackFields status, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (query.Confirmation is { } receiptId)
        {
            await confirmations.RecordAsync(
                key, receiptId, status.MessageSid, status.MessageStatus, status.ErrorCode,
                status.ErrorCode == TwilioErrors.Unsubscribed ? await CreatedAsync(key, status, cancellation) : now,
                Sources.StatusCallback, followed: false, cancellation);
        }
        else if (status.MessageStatus is "failed" or "canceled")
        {
            await sends.FailedAsync(key, status.MessageSid, query.Brand.Id, cancellation);
        }
        else if (status.MessageStatus is "sent" or "delivered" or "partially_delivered" or "read")
        {
            await sends.HandleAsync(key, new ReportedSend
            {
                Brand = query.Brand, Campaign = query.Campaign, Kind = query.Kind, MessageSid = status.MessageSid, SentAt = now, Fulfilled = query.Fulfilled,
                Sender = query.Sender, Source = Sources.StatusCallback,
            }, cancellation);
        }

        if (query.Confirmation is null && status.ErrorCode == TwilioErrors.Unsubscribed && query.From is { } from)
        {
            // A block is the sender's, whatever brand the URL names.
            await blocks.HandleAsync(key, from.Brand.Id, from.Sender.Address, status.MessageSid, await CreatedAsync(key, status, cancellation), cancellation);
        }
    }

    /// <summary>
    /// When the refused message was created (rule 12): as Twilio says, else as its recorded send says; where neither can tell, now, for in doubt the
    /// opt-out wins.
    /// </summary>
    private async Task<DateTimeOffset> CreatedAsync(RecipientKey key, StatusCallbackFields status, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(TwilioPatience, time);
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

        return (await store.ReadReceiptAsync(key, RecordSend.ReceiptId(status.MessageSid), cancellation))?.SentAt ?? time.GetUtcNow();
    }
}

using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary><c>POST /api/twilio/status</c>: what became of a message, the sender's or our own confirmation (rules 12, 25, 30).</summary>
internal sealed class StatusWebhook(ReceiveStatus receive, TimeProvider time)
{
    public async Task<IResult> HandleAsync(Signed<SignedRequest> signed, HttpContext context)
    {
        var request = signed.Content;
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

        // A message to a short code or an alphanumeric sender has no recipient.
        if (RecipientAddress.FromTwilio(fields.Value.To) is { } recipient)
        {
            await receive.HandleAsync(new RecipientKey(request.Account.Sid, recipient), Notice(query, fields.Value), signed.Timeout);
        }

        return TypedResults.NoContent();
    }

    private StatusNotice Notice(StatusQuery query, StatusCallbackFields status) =>
        new(
            status.MessageSid,
            status.MessageStatus,
            status.ErrorCode,
            time.GetUtcNow(),
            query.Brand.Id,
            query.Campaign?.Id,
            query.Kind,
            query.Fulfilled,
            query.Sender,
            query.Confirmation
        )
        {
            MessagingService = status.MessagingServiceSid,
            Decision = query.Decision,
        };
}

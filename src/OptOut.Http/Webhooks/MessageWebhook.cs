using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary><c>POST /api/twilio/messages</c>: what a recipient texts.</summary>
internal sealed class MessageWebhook(Policy policy, ReceiveMessage receive, AnsweredMessages answered)
{
    /// <summary>Twilio's words are STOP, START and HELP; what is much longer is none of its.</summary>
    private const int MaxTypeLength = 32;

    public async Task<IResult> HandleAsync(Signed<SignedRequest> signed, HttpContext context)
    {
        var request = signed.Content;
        var fields = InboundMessageFields.Parse(request.Form);
        if (!fields.IsUsable)
        {
            return WebhookAnswers.Unusable(fields.Errors);
        }

        var found = request.Account.FindSender(fields.Value.To, fields.Value.MessagingServiceSid);
        if (found is not { } to)
        {
            return Problems.Invalid("To", "Neither To nor MessagingServiceSid is a sender of one of the account's brands.");
        }

        // Short codes and alphanumeric senders are machines: there is nobody to answer, and nobody's consent to keep.
        if (RecipientAddress.FromTwilio(fields.Value.From) is not { } recipient)
        {
            return WebhookAnswers.Xml(Twiml.Empty);
        }

        if (recipient.Value.Length > RecipientAddress.MaxLength)
        {
            return Problems.Invalid("From", $"is at most {RecipientAddress.MaxLength} characters.");
        }

        var receipt = await receive.HandleAsync(Inbound(request.Account, to, recipient, fields.Value, signed.ReceivedAt), signed.Timeout);
        if (receipt is { Confirmation: { Route: Route.Twiml, IsOpen: true } } && request.Account.SyncToTwilio != SyncToTwilio.Off)
        {
            context.Response.OnCompleted(() =>
            {
                if (!context.RequestAborted.IsCancellationRequested)
                {
                    answered.Add(request.Account.Sid, receipt.Id);
                }

                return Task.CompletedTask;
            });
        }

        return WebhookAnswers.Xml(Answer(receipt));
    }

    private static Inbound Inbound(
        Account account,
        (Brand Brand, Sender Sender) to,
        RecipientAddress recipient,
        InboundMessageFields fields,
        DateTimeOffset receivedAt
    ) =>
        OptOut.Inbound.To(
            account,
            to,
            TwilioIds.IsKey(fields.MessagingServiceSid) ? fields.MessagingServiceSid : null,
            recipient,
            fields.From,
            fields.MessageSid,
            fields.Body,
            receivedAt
        ) with
        {
            OptOutType = fields.OptOutType is { Length: <= MaxTypeLength } type ? type : null,
            ButtonPayload = OptOut.Inbound.Bounded(fields.ButtonPayload ?? fields.ButtonText),
        };

    /// <summary>
    /// The same receipt gives the same TwiML, until the confirmation goes by REST: then Twilio's answer stays empty (rule 9). Without a
    /// receipt it was the queue that took the message, and the answer comes by REST.
    /// </summary>
    private string Answer(Receipt? receipt) =>
        receipt switch
        {
            { Confirmation: { Route: Route.Twiml } confirmation } => Twiml.Message(
                confirmation.Text,
                ConfirmationCallback.Of(policy.PublicBaseUrl, receipt)
            ),
            { ForwardUrl: { } url } => Twiml.Redirect(new Uri(url)),
            _ => Twiml.Empty,
        };
}

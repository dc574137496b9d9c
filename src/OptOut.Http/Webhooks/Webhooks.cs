using System.Text;
using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>What Twilio posts to us (CONTRACT §3).</summary>
public sealed class Webhooks(Policy policy, ReceiveMessage receive, TimeProvider time)
{
    /// <summary>Twilio gives up after 15 s; an answer is there within 10 s always, so that its retry finds a receipt.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(9);

    /// <summary><c>POST /api/twilio/messages</c></summary>
    public async Task<IResult> MessageAsync(HttpContext context)
    {
        var receivedAt = time.GetUtcNow();
        // Not the request's own token: a message that was begun is taken, whether or not Twilio still listens.
        using var limit = new CancellationTokenSource(Deadline, time);
        var (request, refusal) = await SignedRequest.ReadAsync(context, policy, limit.Token);
        if (request is null)
        {
            return refusal!;
        }

        var fields = InboundMessageFields.Parse(request.Form);
        if (!fields.IsUsable)
        {
            return Problems.Invalid(fields.Errors.GroupBy(e => e.Field, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray(), StringComparer.Ordinal));
        }

        var found = request.Account.FindSender(fields.Value.To) ?? request.Account.FindSender(fields.Value.MessagingServiceSid);
        if (found is not { } to)
        {
            return Problems.Invalid("To", "Neither To nor MessagingServiceSid is a sender of one of the account's brands.");
        }

        // Short codes and alphanumeric senders are machines: there is nobody to answer, and nobody's consent to keep.
        if (RecipientAddress.FromTwilio(fields.Value.From) is not { } recipient)
        {
            return Xml(Twiml.Empty);
        }

        return Xml(Answer(await receive.HandleAsync(Inbound(request.Account, to, recipient, fields.Value, receivedAt), limit.Token)));
    }

    private static Inbound Inbound(Account account, (Brand Brand, Sender Sender) to, RecipientAddress recipient, InboundMessageFields fields, DateTimeOffset receivedAt) => new()
    {
        MessageSid = fields.MessageSid,
        Account = account,
        Brand = to.Brand,
        Sender = to.Sender,
        MessagingService = fields.MessagingServiceSid == to.Sender.Address ? null : fields.MessagingServiceSid,
        Recipient = recipient,
        From = fields.From,
        Body = fields.Body,
        OptOutType = fields.OptOutType,
        ButtonPayload = fields.ButtonPayload ?? fields.ButtonText,
        ReceivedAt = receivedAt,
    };

    /// <summary>The same receipt gives the same TwiML, until the confirmation goes by REST: then Twilio's answer stays empty (rule 9).</summary>
    private string Answer(Receipt receipt) => receipt switch
    {
        { Confirmation: { Route: Route.Twiml } confirmation } => Twiml.Message(confirmation.Text, StatusCallback(receipt)),
        { ForwardUrl: { } url } => Twiml.Redirect(new Uri(url)),
        _ => Twiml.Empty,
    };

    private Uri StatusCallback(Receipt receipt) => new($"{policy.PublicBaseUrl}/api/twilio/status?confirmation={receipt.Id}&brand={receipt.Brand}");

    private static IResult Xml(string twiml) => TypedResults.Text(twiml, Twiml.ContentType, Encoding.UTF8);
}

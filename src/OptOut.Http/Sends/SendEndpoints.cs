using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>Sends as the sender reports them (rule 30).</summary>
internal static class SendEndpoints
{
    public static async Task<IResult> Post(HttpContext context, RecordSend sends, ScheduleSend schedule, TimeProvider time, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.SendRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        if (caller.FindBrand(body!.Brand, out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var address = errors.Recipient("recipient", body.Recipient);
        var kind = errors.RequiredWord<CheckKind>("kind", body.Kind);
        var messageSid = errors.Text("messageSid", body.MessageSid, 64);
        errors.Check(messageSid.Length == 0 || TwilioIds.IsMessageSid(messageSid), "messageSid", "is SM or MM and 32 hexadecimal digits.");
        var send = new ReportedSend
        {
            Brand = brand,
            Campaign = errors.Campaign("campaign", brand, body.Campaign) ?? (kind == CheckKind.Reply ? null : brand.OnlyCampaign),
            Kind = kind,
            MessageSid = messageSid,
            SentAt = ScheduledSends.IsScheduled(body) && body.SentAt is null ? time.GetUtcNow() : errors.PastTime("sentAt", body.SentAt, time.GetUtcNow()),
            Fulfilled = Fulfilled(body.Fulfilled ?? [], errors),
            Sender = errors.Sender("sender", brand, body.Sender),
            Source = Sources.Api,
            Decision = errors.OptionalText("decision", body.Decision, 4000),
        };
        errors.Check(kind == CheckKind.Reply || send.Campaign is not null || body.Campaign is not null, "campaign", "is required: the brand has not exactly one.");
        var sendAt = ScheduledSends.Read(body, errors, time.GetUtcNow());
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        if (sendAt is { } later)
        {
            await schedule.HandleAsync(new RecipientKey(caller.Account.Sid, address!), send, later, cancellation);
            return TypedResults.NoContent();
        }

        await sends.HandleAsync(new RecipientKey(caller.Account.Sid, address!), send, cancellation);
        return TypedResults.NoContent();
    }

    internal static IReadOnlyList<Obligation> Fulfilled(IReadOnlyList<string?> words, FieldErrors errors) =>
        [.. words.Select((word, i) => errors.RequiredWord<Obligation>($"fulfilled[{i}]", word)).Distinct()];
}

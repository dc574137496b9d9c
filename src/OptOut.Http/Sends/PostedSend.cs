using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>A send that is reported.</summary>
/// <param name="Key">The recipient.</param>
/// <param name="Send">What was sent, or waits at Twilio.</param>
/// <param name="SendAt">When Twilio sends it; null for a message that went out.</param>
internal sealed record PostedSend(RecipientKey Key, ReportedSend Send, DateTimeOffset? SendAt) : IApiRequest<PostedSend>
{
    /// <summary>
    /// Twilio keeps a message for 35 days at most (twilio.com/docs/messaging/features/message-scheduling); a little more is no reason to
    /// lose it.
    /// </summary>
    private static readonly TimeSpan MaxSchedule = TimeSpan.FromDays(36);

    public static async ValueTask<PostedSend?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.SendRequest) is not { } body || request.Brand(body.Brand) is not { } brand)
        {
            return null;
        }

        var (errors, now) = (request.Errors, request.Now);
        var kind = FieldErrors.Known<CheckKind>(body.Kind) ?? default;
        var messageSid = body.MessageSid ?? "";
        var scheduled = FieldErrors.Known<SendStatus>(body.Status) == SendStatus.Scheduled;
        errors.Check(messageSid.Length == 0 || TwilioIds.IsMessageSid(messageSid), "messageSid", "is SM or MM and 32 hexadecimal digits.");
        errors.Check(scheduled || body.SentAt is not null, "sentAt", FieldErrors.TimeRequired);
        errors.Check(scheduled == (body.SendAt is not null), "sendAt", "goes with the status scheduled, and is needed there.");
        errors.Check(!(body.SendAt > now + MaxSchedule), "sendAt", "is at most 35 days from now.");
        var send = new ReportedSend
        {
            Brand = brand,
            Campaign = errors.Campaign("campaign", brand, body.Campaign) ?? (kind == CheckKind.Reply ? null : brand.OnlyCampaign),
            Kind = kind,
            MessageSid = messageSid,
            SentAt = errors.PastTime("sentAt", body.SentAt, now),
            Fulfilled = ReadFulfilled(body.Fulfilled ?? [], errors),
            Sender = errors.Sender("sender", brand, body.Sender),
            Source = Sources.Api,
            Decision = body.Decision,
        };
        errors.Check(
            kind == CheckKind.Reply || send.Campaign is not null || body.Campaign is not null,
            "campaign",
            "is required: the brand has not exactly one."
        );
        return request.Recipient(body.Recipient) is { } key ? new(key, send, scheduled ? body.SendAt?.ToUniversalTime() : null) : null;
    }

    /// <summary>The obligations that a send fulfilled, each once.</summary>
    internal static IReadOnlyList<Obligation> ReadFulfilled(IReadOnlyList<string?> words, FieldErrors errors) =>
        [.. words.Select((word, i) => errors.Word<Obligation>($"fulfilled[{i}]", word ?? "") ?? default).Distinct()];
}

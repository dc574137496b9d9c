namespace OptOut.LocalHost;

/// <summary>Texting from a phone, and looking at it.</summary>
internal static class MessageEndpoints
{
    public static async Task<IResult> DeliverAsync(
        HttpRequest request,
        PhoneSimulator phone,
        SimulatedTwilio twilio,
        IHostApplicationLifetime lifetime
    )
    {
        var (json, refusal) = await LocalRequest.ReadAsync(request);
        if (refusal is not null)
        {
            return refusal;
        }
        if (TextedMessageReader.Read(json, twilio, out var errors) is not { } texted)
        {
            return TypedResults.ValidationProblem(errors);
        }
        // Whoever texted may hang up; Twilio delivers nevertheless.
        var delivery = await phone.DeliverAsync(twilio.AccountOf(texted.To)!, texted, lifetime.ApplicationStopping);
        return delivery is null
            ? LocalRequest.Invalid("messageSid", "belongs to a message with another sender, recipient or content")
            : TypedResults.Json(delivery);
    }

    /// <summary>What the phone received.</summary>
    public static async Task<IResult> ShowAsync(string recipient, MessageLog log, CancellationToken cancellation) =>
        await OfPhoneAsync(recipient, log, cancellation) is { } messages
            ? TypedResults.Json(
                new
                {
                    messages = messages
                        .Where(message => message.ReachedThePhone)
                        .Select(message => new
                        {
                            message.From,
                            message.To,
                            message.Body,
                            At = message.At.UtcDateTime,
                            message.Via,
                        }),
                }
            )
            : LocalRequest.NoPhone("recipient");

    /// <summary>What the phone texted, received and missed, as the simulated Twilio lists it.</summary>
    public static async Task<IResult> ThreadAsync(
        string? phone,
        MessageLog log,
        DeliveryJournal deliveries,
        CancellationToken cancellation
    ) =>
        await OfPhoneAsync(phone ?? "", log, cancellation) is { } messages
            ? TypedResults.Json(
                new
                {
                    messages = messages.Select(message => new
                    {
                        message.MessageSid,
                        message.Via,
                        message.From,
                        message.To,
                        message.Body,
                        At = message.At.UtcDateTime,
                        message.Status,
                        message.ErrorCode,
                        message.MessagingServiceSid,
                        message.ConversationSid,
                        message.ButtonPayload,
                        message.ButtonText,
                        MediaUrls = message.Media,
                        Deliveries = deliveries.Of(message.MessageSid),
                    }),
                }
            )
            : LocalRequest.NoPhone("phone");

    /// <summary>All messages of one phone, oldest first; null where that can be no phone.</summary>
    private static async Task<IReadOnlyList<SimulatedMessage>?> OfPhoneAsync(
        string recipient,
        MessageLog log,
        CancellationToken cancellation
    )
    {
        if (!LocalRequest.IsPhone(recipient))
        {
            return null;
        }
        var phone = PhoneAddress.Phone(recipient);
        return
        [
            .. (await log.AllAsync(cancellation)).Where(message =>
                string.Equals(PhoneAddress.Phone(message.Phone), phone, StringComparison.OrdinalIgnoreCase)
            ),
        ];
    }
}

using System.Globalization;

namespace OptOut.LocalHost;

/// <summary>
/// <c>POST /local/twilio/scheduled</c>: what a sender's own system schedules at Twilio
/// (twilio.com/docs/messaging/features/message-scheduling). It goes out at
/// its time, unless it is cancelled before; Twilio's least and greatest delay are not held, so that nobody has to wait for a quarter of an
/// hour.
/// </summary>
internal static class ScheduledMessages
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(35);

    public static async Task<IResult> PostAsync(
        HttpRequest request,
        SimulatedTwilio twilio,
        MessageLog log,
        StatusCallbacks callbacks,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var (json, refusal) = await LocalRequest.ReadAsync(request);
        if (refusal is not null)
        {
            return refusal;
        }

        if (Read(json, twilio, time.GetUtcNow(), out var errors) is not { } scheduled)
        {
            return TypedResults.ValidationProblem(errors);
        }

        await log.AppendAsync(new LogLine(scheduled), cancellation);
        callbacks.Follow(scheduled.MessageSid);
        return TypedResults.Json(new { scheduled.MessageSid, scheduled.Status });
    }

    private static SimulatedMessage? Read(
        ReadOnlyMemory<byte> json,
        SimulatedTwilio twilio,
        DateTimeOffset now,
        out IDictionary<string, string[]> errors
    )
    {
        using var fields = JsonFields.Parse(json, out errors);
        if (fields is null)
        {
            return null;
        }

        var (from, to, body, at) = (
            fields.Text("from", required: true),
            fields.Text("to", required: true),
            fields.Text("body", required: true),
            fields.Text("sendAt", required: true)
        );
        fields.RefuseOthers();
        var account = from is null ? null : twilio.AccountOf(PhoneAddress.Plain(from));
        var isTime = DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var sendAt);
        foreach (
            var (field, holds, otherwise) in new (string, bool, string)[]
            {
                ("from", from is null || account is not null, "is no sender of a configured brand"),
                ("to", to is null || LocalRequest.IsPhone(to), "must be + and 8 to 15 digits, or a channel address"),
                ("sendAt", at is null || (isTime && sendAt > now && sendAt <= now + MaxDelay), "must be a time within the next 35 days"),
            }
        )
        {
            if (!holds)
            {
                fields.Refuse(field, otherwise);
            }
        }

        if (errors.Count > 0)
        {
            return null;
        }

        var service = PhoneAddress.IsMessagingService(from!) ? from : null;
        return new SimulatedMessage(
            SimulatedMessage.NewSid(),
            account!.Sid,
            SimulatedMessage.ViaRest,
            service is null ? PhoneAddress.Plain(from!) : account.BrandOf(service)!.PoolSender,
            PhoneAddress.Plain(to!),
            body!,
            now,
            SimulatedMessage.Scheduled,
            MessagingServiceSid: service,
            SendAt: sendAt
        );
    }
}

namespace OptOut.Http;

/// <summary>The part of a reported send that says it waits at Twilio (rule 40).</summary>
internal static class ScheduledSends
{
    /// <summary>Twilio keeps a message for 35 days at most (twilio.com/docs/messaging/features/message-scheduling); a little more is no reason to lose it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36);

    public static bool IsScheduled(SendRequest body) => body.Status == "scheduled";

    /// <summary>When it is sent; null for a message that went out.</summary>
    public static DateTimeOffset? Read(SendRequest body, FieldErrors errors, DateTimeOffset now)
    {
        errors.Check(body.Status is null or "sent" or "scheduled", "status", "is sent or scheduled.");
        errors.Check(IsScheduled(body) == (body.SendAt is not null), "sendAt", "goes with the status scheduled, and is needed there.");
        errors.Check(!(body.SendAt > now + Longest), "sendAt", "is at most 35 days from now.");
        return IsScheduled(body) ? body.SendAt?.ToUniversalTime() : null;
    }
}

using System.Collections.Concurrent;

namespace OptOut;

/// <summary>
/// The messages that this process answered with a confirmation, for two minutes each: Twilio has the whole answer, and makes the message of
/// it at once. Only an
/// answer that left counts, so after a crash nobody takes a confirmation for handed over that never was.
/// </summary>
public sealed class AnsweredMessages(FollowUpTimes times, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<(string AccountSid, string MessageSid), DateTimeOffset> answered = new();

    /// <summary>The answer has left us whole.</summary>
    public void Add(string accountSid, string messageSid)
    {
        var now = time.GetUtcNow();
        foreach (var (key, at) in answered)
        {
            if (now - at > Kept)
            {
                answered.TryRemove(key, out _);
            }
        }

        answered[(accountSid, messageSid)] = now;
    }

    /// <summary>
    /// How long until the confirmation counts as handed over: zero or less once it does, null where this process did not answer.
    /// </summary>
    public TimeSpan? Left(string accountSid, string messageSid) =>
        answered.TryGetValue((accountSid, messageSid), out var at) ? at + times.HandedOver - time.GetUtcNow() : null;
}

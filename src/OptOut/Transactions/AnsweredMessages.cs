namespace OptOut;

/// <summary>
/// The messages that this process answered with a confirmation, for two minutes each: Twilio has the whole answer, and makes the message of
/// it at once. Only answers that were sent whole are entered, so a crash never makes an unsent confirmation count as handed over.
/// </summary>
public sealed class AnsweredMessages(FollowUpTimes times, TimeProvider time)
{
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(2);
    private readonly Lock gate = new();
    private readonly Dictionary<(string AccountSid, string MessageSid), DateTimeOffset> answered = [];
    private readonly Queue<(string AccountSid, string MessageSid)> oldest = new();

    /// <summary>The answer was sent whole.</summary>
    public void Add(string accountSid, string messageSid)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            while (oldest.TryPeek(out var key) && now - answered.GetValueOrDefault(key) > Retention)
            {
                answered.Remove(oldest.Dequeue());
            }

            oldest.Enqueue((accountSid, messageSid));
            answered[(accountSid, messageSid)] = now;
        }
    }

    /// <summary>
    /// How long until the confirmation counts as handed over: zero or less once it does, null where this process did not answer.
    /// </summary>
    public TimeSpan? Left(string accountSid, string messageSid)
    {
        lock (gate)
        {
            return answered.TryGetValue((accountSid, messageSid), out var at) ? at + times.HandedOver - time.GetUtcNow() : null;
        }
    }
}

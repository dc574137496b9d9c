namespace OptOut;

/// <summary>A message that Twilio keeps until its time, as the sender reported it (rule 40).</summary>
/// <param name="MessageSid">The message.</param>
/// <param name="SendAt">When Twilio sends it.</param>
/// <param name="Campaign">Its campaign; null for none.</param>
public sealed record ScheduledMessage(string MessageSid, DateTimeOffset SendAt, string? Campaign)
{
    /// <summary>
    /// The ledger event that reported it, by its sequence: what it brought is judged when it went out (rules 30, 33). Null for one of
    /// before it was kept.
    /// </summary>
    public long? Sequence { get; init; }
}

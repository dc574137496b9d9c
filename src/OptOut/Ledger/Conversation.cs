namespace OptOut;

/// <summary>A conversation that the recipient started.</summary>
/// <param name="OpenedAt">The first message.</param>
/// <param name="At">The latest message.</param>
/// <param name="Until">When it closes by itself.</param>
/// <param name="Event">The ledger event of the latest message.</param>
/// <param name="MessagingService">The service that the sender answered for.</param>
/// <param name="IdentifiedAt">A reply said who we are.</param>
/// <param name="ClosedAt">When an opt-out, or Twilio, ended it.</param>
/// <param name="ConversationSid">The conversation at Twilio.</param>
public sealed record Conversation(
    DateTimeOffset OpenedAt,
    DateTimeOffset At,
    DateTimeOffset Until,
    string Event,
    string? MessagingService = null,
    DateTimeOffset? IdentifiedAt = null,
    DateTimeOffset? ClosedAt = null,
    string? ConversationSid = null
)
{
    public bool IsOpen(DateTimeOffset now) => ClosedAt is null && now < Until;

    /// <summary>Ended at a time. What the recipient wrote after it (it reached us late) is a conversation of its own.</summary>
    public Conversation ClosedBy(DateTimeOffset at) =>
        At <= at ? this with { ClosedAt = at > ClosedAt ? at : ClosedAt ?? at }
        : OpenedAt <= at ? this with { OpenedAt = At }
        : this;
}

namespace OptOut;

/// <summary>The answer to an inbound message.</summary>
public sealed record Reply(ReplyKind Kind, string Text);

namespace OptOut.LocalHost;

/// <summary>A Conversation at the simulated Twilio, between one person and one sender of a brand.</summary>
/// <param name="Sid"><c>CH…</c></param>
/// <param name="ParticipantSid">The person's participant, <c>MB…</c>.</param>
/// <param name="AgentSid">The brand's agent, a participant without a messaging binding.</param>
/// <param name="From">The person's address.</param>
/// <param name="To">The brand's sender.</param>
/// <param name="State"><c>active</c>, <c>closed</c> or <c>removed</c>.</param>
internal sealed record SimulatedConversation(
    string Sid,
    string AccountSid,
    string ParticipantSid,
    string AgentSid,
    string From,
    string To,
    DateTimeOffset At,
    string State = SimulatedConversation.Active
)
{
    public const string Active = "active",
        Closed = "closed",
        Removed = "removed";

    public bool IsActive => State is Active;
}

/// <summary>Who writes into a Conversation.</summary>
internal enum ConversationAuthor
{
    /// <summary>The person.</summary>
    Recipient,

    /// <summary>Somebody of the brand, at a chat client.</summary>
    Agent,

    /// <summary>A program, by REST; it may claim any author, and claims the person's address.</summary>
    Api,

    /// <summary>Twilio itself.</summary>
    System,
}

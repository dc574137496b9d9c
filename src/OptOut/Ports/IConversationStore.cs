namespace OptOut;

/// <summary>
/// Who takes part in Twilio's Conversations. Every method throws <see cref="DependencyUnavailableException"/> when the store cannot be
/// asked.
/// </summary>
public interface IConversationStore
{
    /// <summary>Who takes part in a Conversation; null when it is not known.</summary>
    Task<ConversationBinding?> ReadAsync(string accountSid, string conversationSid, CancellationToken cancellation);

    /// <summary>Keeps who takes part in a Conversation, if it still has the version it was read with.</summary>
    Task<Commit> BindAsync(string accountSid, string conversationSid, ConversationBinding binding, CancellationToken cancellation);
}

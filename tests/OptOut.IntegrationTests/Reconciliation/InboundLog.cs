namespace OptOut.IntegrationTests;

/// <summary>Twilio's inbound log as a list that the test writes; nothing is ever sent.</summary>
internal sealed class InboundLog : ITwilioMessages
{
    public List<ListedMessage> Messages { get; } = [];

    public bool IsUnreachable { get; set; }

    public async IAsyncEnumerable<ListedMessage> ListInboundAsync(
        string accountSid,
        DateTimeOffset since,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await Task.Yield();
        if (IsUnreachable)
        {
            throw new HttpRequestException("Twilio cannot be asked.");
        }

        foreach (var message in Messages.Where(m => m.CreatedAt >= since).OrderBy(m => m.CreatedAt))
        {
            yield return message;
        }
    }

    public Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<ListedMessage>> ListSentAsync(
        string accountSid,
        string to,
        DateTimeOffset since,
        CancellationToken cancellation
    ) => throw new NotSupportedException();

    public Task<ListedMessage?> FindAsync(string accountSid, string messageSid, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ConversationParticipant>> ListParticipantsAsync(
        string accountSid,
        string conversationSid,
        CancellationToken cancellation
    ) => throw new NotSupportedException();
}

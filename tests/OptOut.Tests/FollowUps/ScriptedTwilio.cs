using System.Globalization;

namespace OptOut.Tests;

/// <summary>Twilio as a test wants it: what a send comes to, and what its list shows.</summary>
internal sealed class ScriptedTwilio(TimeProvider time) : ITwilioMessages
{
    public List<OutboundMessage> Sent { get; } = [];

    /// <summary>What the list shows; null when Twilio cannot be asked.</summary>
    public List<ListedMessage>? Listed { get; set; } = [];

    public SendResult Answer { get; set; } = new(SendOutcome.Accepted, "SMsent");

    /// <summary>Twilio took a message, by TwiML or by a call whose answer was lost.</summary>
    public void Takes(string to, string body, string status = "queued", int? errorCode = null) =>
        Listed!.Add(
            new ListedMessage(
                string.Create(CultureInfo.InvariantCulture, $"SMlisted{Listed.Count + 1}"),
                Clinic.Number,
                to,
                body,
                time.GetUtcNow(),
                status,
                errorCode
            )
        );

    public Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        Sent.Add(message);
        return Task.FromResult(Answer);
    }

    public Task<IReadOnlyList<ListedMessage>> ListSentAsync(
        string accountSid,
        string to,
        DateTimeOffset since,
        CancellationToken cancellation
    ) =>
        Listed is { } listed
            ? Task.FromResult<IReadOnlyList<ListedMessage>>([.. listed.Where(m => m.To == to && m.CreatedAt >= since)])
            : throw new HttpRequestException("Twilio does not answer.");

    public Task<ListedMessage?> FindAsync(string accountSid, string messageSid, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<ListedMessage> ListInboundAsync(string accountSid, DateTimeOffset since, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ConversationParticipant>> ListParticipantsAsync(
        string accountSid,
        string conversationSid,
        CancellationToken cancellation
    ) => Task.FromResult<IReadOnlyList<ConversationParticipant>>([]);
}

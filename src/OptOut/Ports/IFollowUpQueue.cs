namespace OptOut;

/// <summary>A reminder to make sure, later, that what was begun got finished. It carries all that is needed to begin again.</summary>
/// <param name="AccountSid">The account.</param>
/// <param name="Recipient">The canonical address.</param>
/// <param name="ReceiptId">The receipt of the change; null for a change that has none, whose events are to be published.</param>
/// <param name="Message">The inbound message, when the follow-up is for one: without its receipt it is processed from this.</param>
/// <param name="FirstSequence">For a change without a receipt: the first ledger event to publish.</param>
/// <param name="LastSequence">For a change without a receipt: the last one.</param>
/// <param name="Attempts">How often its handler has put it off.</param>
/// <param name="Conversation">A Conversation's event that could not be taken yet; then its recipient is not known, and empty.</param>
/// <param name="Status">What became of a message, which could not be taken yet.</param>
public sealed record FollowUp(
    string AccountSid, string Recipient, string? ReceiptId, FollowUpMessage? Message = null, long FirstSequence = 0, long LastSequence = 0, int Attempts = 0,
    ConversationNotice? Conversation = null, StatusNotice? Status = null)
{
    /// <summary>The follow-up of a message that is about to be taken.</summary>
    public static FollowUp Of(Inbound message) => new(message.Account.Sid, message.Recipient.Value, message.MessageSid, new FollowUpMessage(
        message.MessageSid, message.From, message.Sender.Address, message.MessagingService, message.BodyForLater, message.OptOutType, message.ButtonPayload,
        message.ReceivedAt, message.Source, message.ConversationSid, message.Unanswered));

    /// <summary>The follow-up of a Conversation's event that could not be taken in time.</summary>
    public static FollowUp Of(ConversationNotice notice) => new(notice.AccountSid, "", null, Conversation: notice);

    /// <summary>The follow-up of a status that could not be taken in time.</summary>
    public static FollowUp Of(RecipientKey key, StatusNotice status) => new(key.AccountSid, key.Recipient.Value, null, Status: status);

    /// <summary>A dead letter that is revived: with the attempts that it died of it would die again at the next one.</summary>
    public FollowUp WithoutAttempts() => this with { Attempts = 0 };
}

/// <summary>An inbound message as a follow-up carries it.</summary>
public sealed record FollowUpMessage(
    string MessageSid, string From, string Sender, string? MessagingService, string Body, string? OptOutType, string? ButtonPayload,
    DateTimeOffset ReceivedAt, string Source, string? ConversationSid, bool Unanswered = false);

/// <summary>A durable queue of follow-ups (ADR 0006). Throws <see cref="StoreUnavailableException"/> when it cannot be reached.</summary>
public interface IFollowUpQueue
{
    /// <summary>Schedules a follow-up and returns a ticket to cancel it with.</summary>
    Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation);

    /// <summary>Cancels by ticket; one that already ran or is gone is no error.</summary>
    Task CancelAsync(string ticket, CancellationToken cancellation);

    /// <summary>Lays a follow-up's body aside, for an operator or the next reconciliation.</summary>
    Task DeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation);

    /// <summary>Are there follow-ups that their handler could not finish and will not try again?</summary>
    Task<bool> HasDeadLettersAsync(CancellationToken cancellation);

    /// <summary>
    /// Puts dead letters back to be tried again, due at once and with all their attempts before them, and says how many. One call revives a bounded
    /// number: what dies again at once must not keep it busy for ever, and what is left is the next call's.
    /// </summary>
    Task<int> ReviveDeadLettersAsync(CancellationToken cancellation);
}

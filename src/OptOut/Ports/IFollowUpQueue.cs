namespace OptOut;

/// <summary>A reminder to make sure, later, that what was begun got finished. It carries all that is needed to begin again.</summary>
/// <param name="AccountSid">The account.</param>
/// <param name="Recipient">The canonical address.</param>
/// <param name="ReceiptId">The receipt of the change.</param>
/// <param name="Message">The inbound message, when the follow-up is for one: without its receipt it is processed from this.</param>
/// <param name="FirstSequence">For a change without a receipt: the first ledger event to publish.</param>
/// <param name="Attempts">How often its handler has put it off.</param>
public sealed record FollowUp(
    string AccountSid, string Recipient, string? ReceiptId, FollowUpMessage? Message = null, long FirstSequence = 0, int Attempts = 0)
{
    /// <summary>When a follow-up first comes due: by then the webhook has long answered.</summary>
    public static readonly TimeSpan Due = TimeSpan.FromSeconds(60);
}

/// <summary>An inbound message as a follow-up carries it.</summary>
public sealed record FollowUpMessage(
    string MessageSid, string From, string Sender, string? MessagingService, string Body, string? OptOutType, string? ButtonPayload,
    DateTimeOffset ReceivedAt, string Source, string? ConversationSid);

/// <summary>A durable queue of follow-ups (DESIGN §4). Throws <see cref="StoreUnavailableException"/> when it cannot take one.</summary>
public interface IFollowUpQueue
{
    /// <summary>Schedules a follow-up and returns a ticket to cancel it with.</summary>
    Task<string> ScheduleAsync(FollowUp followUp, TimeSpan due, CancellationToken cancellation);

    /// <summary>Cancels by ticket; one that already ran or is gone is no error.</summary>
    Task CancelAsync(string ticket, CancellationToken cancellation);
}

/// <summary>Where consent events are published, at least once each, under the ledger event's id.</summary>
public interface IEventPublisher
{
    Task PublishAsync(string accountSid, string recipient, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation);
}

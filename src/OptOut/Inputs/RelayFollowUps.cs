namespace OptOut;

/// <summary>Of an opt-out or opt-in that Twilio's consent list is to hold (rule 40).</summary>
/// <param name="AccountSid">The Twilio account.</param>
/// <param name="Recipient">The canonical address.</param>
/// <param name="Sequence">The ledger event.</param>
public sealed record ConsentSyncFollowUp(string AccountSid, string Recipient, long Sequence) : RecipientFollowUp(AccountSid, Recipient);

/// <summary>Of scheduled messages that an opt-out cancels (rule 40).</summary>
/// <param name="AccountSid">The Twilio account.</param>
/// <param name="Recipient">The canonical address.</param>
/// <param name="About">The opt-out's ledger event; null where the schedule came after it.</param>
public sealed record RecallFollowUp(string AccountSid, string Recipient, string? About) : RecipientFollowUp(AccountSid, Recipient);

/// <summary>Of events that a receiver of webhooks is to get, with all before them that it did not get yet (rule 43).</summary>
/// <param name="AccountSid">The Twilio account.</param>
/// <param name="Recipient">The canonical address.</param>
/// <param name="Url">The receiver, as configured.</param>
/// <param name="Sequence">The newest of the events.</param>
public sealed record WebhookFollowUp(string AccountSid, string Recipient, string Url, long Sequence)
    : RecipientFollowUp(AccountSid, Recipient);

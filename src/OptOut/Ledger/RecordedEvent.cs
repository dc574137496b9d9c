namespace OptOut;

/// <summary>One event of a walk over an account's ledgers, with the canonical address that it is about.</summary>
public sealed record RecordedEvent(string Recipient, LedgerEvent Event);

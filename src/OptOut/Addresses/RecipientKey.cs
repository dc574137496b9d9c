namespace OptOut;

/// <summary>One recipient of one account: everything that changes together.</summary>
public readonly record struct RecipientKey(string AccountSid, RecipientAddress Recipient);

namespace OptOut;

/// <summary>How far an account is reconciled with Twilio's inbound log.</summary>
/// <param name="Since">When OptOut was deployed for this account: older messages are not looked at.</param>
/// <param name="Until">The watermark: everything Twilio dates before it was looked at.</param>
/// <param name="SucceededAt">The end of the last run without a failure.</param>
public sealed record ReconciliationMark(DateTimeOffset Since, DateTimeOffset Until, DateTimeOffset SucceededAt);

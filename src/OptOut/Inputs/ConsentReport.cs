namespace OptOut;

/// <summary>
/// One entry for Twilio's Consent Management API (POST https://accounts.twilio.com/v1/Consents/Bulk): whether a recipient may be sent to
/// from a sender.
/// </summary>
/// <param name="Recipient">E.164.</param>
/// <param name="Sender">A number in E.164 or a messaging service SID.</param>
/// <param name="Status">Twilio's word: <c>opt-in</c> or <c>opt-out</c>.</param>
/// <param name="Source">Twilio's word: <c>website</c>, <c>offline</c>, <c>opt-in-message</c>, <c>opt-out-message</c> or
/// <c>others</c>.</param>
/// <param name="CorrelationId">32 hexadecimal digits; the same for the same event and sender, so that a repetition is seen to be
/// one.</param>
/// <param name="At">When the person said so.</param>
public sealed record ConsentReport(string Recipient, string Sender, string Status, string Source, string CorrelationId, DateTimeOffset At);

/// <summary>An entry that Twilio's list did not take.</summary>
/// <param name="Code">Twilio's error code, such as 30646.</param>
/// <param name="MayPass">Twilio's own fault, which another try may not meet; else the entry is wrong and stays so.</param>
public readonly record struct ConsentRefusal(int Code, bool MayPass);

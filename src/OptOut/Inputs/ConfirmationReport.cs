namespace OptOut;

/// <summary>What Twilio says of one of our confirmations: by its answer, its list or a status callback (rule 9).</summary>
/// <param name="MessageSid">The confirmation's own SID; null for one that was refused.</param>
/// <param name="Status">Twilio's word.</param>
/// <param name="ErrorCode">Twilio's error number; null where there is none.</param>
/// <param name="CreatedAt">When the confirmation was created: a block counts from then (rule 12).</param>
/// <param name="Source">One of <see cref="Sources"/>.</param>
public sealed record ConfirmationReport(string? MessageSid, string Status, int? ErrorCode, DateTimeOffset CreatedAt, string Source)
{
    /// <summary>Twilio or the carrier refused it; else Twilio has it.</summary>
    public bool HasFailed => Status is "failed" or "undelivered" or "canceled";
}

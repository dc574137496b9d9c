namespace OptOut;

/// <summary>How a REST send ended, as far as Twilio told us.</summary>
public enum SendOutcome
{
    /// <summary>Twilio took it and gave a SID.</summary>
    Accepted,

    /// <summary>A clear refusal (4xx other than 429): trying again cannot help.</summary>
    Refused,

    /// <summary>Certainly not taken, as by 429 or a call that never left: try again later.</summary>
    TryLater,

    /// <summary>No answer, or one that does not tell, such as any 5xx: Twilio may have it.</summary>
    Unknown,
}

/// <summary>
/// The result of a send: its outcome, the SID when accepted, Twilio's error code when refused (21610: the provider has spoken).
/// </summary>
public sealed record SendResult(SendOutcome Outcome, string? MessageSid = null, int? ErrorCode = null);

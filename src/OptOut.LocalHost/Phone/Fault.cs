using System.Text.Json.Serialization;

namespace OptOut.LocalHost;

/// <summary>What the simulated Twilio can be told to get wrong.</summary>
[JsonConverter(typeof(KebabCase<FaultKind>))]
internal enum FaultKind
{
    /// <summary>The webhook is never called: the message stands in Twilio's inbound log only.</summary>
    WebhookLost,

    /// <summary>The webhook's answer arrives this much later.</summary>
    AnswerLate,

    /// <summary>The webhook's answer never arrives.</summary>
    AnswerLost,

    /// <summary>The host crashes right after its commit: no answer, and nothing that would follow from the commit.</summary>
    Crash,

    /// <summary>Twilio waits only this long for the webhook's answer, instead of 15 s.</summary>
    Impatient,

    /// <summary>
    /// After an answer that did not arrive in time, or was a 5xx, the message is delivered again (as by a fallback URL), up to this often.
    /// </summary>
    Redelivered,

    /// <summary>The message is delivered this many more times at the same moment.</summary>
    Duplicated,

    /// <summary>A REST send is answered with this: 400, 429, 500, 503, or an error code of Twilio's such as 21610.</summary>
    RestRefused,

    /// <summary>A REST send is taken at once and answered this much later.</summary>
    RestLate,

    /// <summary>A REST send never arrives; its sender cannot know.</summary>
    RestRequestLost,

    /// <summary>A REST send is taken, and its answer never arrives.</summary>
    RestResponseLost,

    /// <summary>Messages show in the list only this long after they were made.</summary>
    ListLate,

    /// <summary>The list cannot be asked.</summary>
    ListUnavailable,

    /// <summary>Status callbacks come this much later.</summary>
    CallbackLate,

    /// <summary>Status callbacks never come.</summary>
    CallbackLost,

    /// <summary>
    /// A message that was taken does not reach the phone: <c>failed</c> with an error code of Twilio's own, <c>undelivered</c> with a
    /// carrier's (30000 and up).
    /// </summary>
    CarrierFailure,

    /// <summary>The consent list answers with this: 400, 429, 500, 503.</summary>
    ConsentsRefused,

    /// <summary>A report to the consent list is taken, and its answer never arrives.</summary>
    ConsentsAnswerLost,

    /// <summary>
    /// The consent list answers, and takes none of the entries, with this code of Twilio's: 30646 with INTERNAL_SERVER_ERROR for one that
    /// another try may not meet.
    /// </summary>
    ConsentsRejected,

    /// <summary>
    /// The consent list answers, and takes none of the entries, with this code: by the entries' own fault (30646 with INVALID_…), so that
    /// no other try helps.
    /// </summary>
    ConsentsInvalid,

    /// <summary>The cancelling of a scheduled message is answered with this: 400, 429, 500, 503; nothing is cancelled.</summary>
    CancelRefused,

    /// <summary>A scheduled message is cancelled, and the answer never arrives.</summary>
    CancelAnswerLost,

    /// <summary>What the account has set at Twilio is not told: 401, 403, 429, 500, 503. Of everyone's faults only.</summary>
    SettingsRefused,

    /// <summary>The list of deactivated numbers breaks off after its first line. Of everyone's faults only.</summary>
    DeactivationsBroken,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="Value">How late in milliseconds, which code or how often, as <see cref="FaultFields"/> says; 0 for kinds that need
/// none.</param>
/// <param name="Times">How many more times it happens; null for every time.</param>
internal sealed record Fault(FaultKind Kind, int Value = 0, int? Times = null);

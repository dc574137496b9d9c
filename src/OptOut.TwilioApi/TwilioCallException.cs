using System.Globalization;
using System.Net;

namespace OptOut.TwilioApi;

/// <summary>
/// A call of Twilio's REST API did not end well. It carries neither the SDK's exception nor its message: those contain the URL, and the URL
/// contains numbers.
/// </summary>
internal sealed class TwilioCallException : Exception
{
    public TwilioCallException(HttpStatusCode? status, int? errorCode, bool mayHaveLeft, string cause)
        : base(
            status is null
                ? $"Twilio's REST API did not answer ({cause})."
                : string.Create(CultureInfo.InvariantCulture, $"Twilio's REST API answered {(int)status} (error {errorCode}, {cause}).")
        )
    {
        (Status, ErrorCode, MayHaveLeft) = (status, errorCode, mayHaveLeft);
    }

    /// <summary>Null when no answer arrived.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>Twilio's own error code, as in its list of errors and warnings.</summary>
    public int? ErrorCode { get; }

    /// <summary>False when the request certainly never left this machine.</summary>
    public bool MayHaveLeft { get; }

    /// <summary>What the failure means for a message that was to be sent.</summary>
    /// <remarks>
    /// Only a 4xx is a refusal, and only 429 says that the message was not taken. A 5xx may come after it was, so Twilio's list
    /// decides: a second confirmation is worse than none. A success whose body is missing or unreadable does not tell the SID.
    /// </remarks>
    public SendOutcome Outcome =>
        Status switch
        {
            null => MayHaveLeft ? SendOutcome.Unknown : SendOutcome.TryLater,
            HttpStatusCode.TooManyRequests => SendOutcome.TryLater,
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => SendOutcome.Refused,
            _ => SendOutcome.Unknown,
        };
}

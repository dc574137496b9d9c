using System.Collections.Frozen;

namespace OptOut.Http;

/// <summary>
/// What a <c>type</c> of a problem document means and what to do about it: what its own page says (<see cref="ProblemPages"/>).
/// </summary>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Title">What went wrong.</param>
/// <param name="Meaning">When it is answered.</param>
/// <param name="DoThis">What a caller does about it.</param>
internal sealed record ProblemType(int Status, string Title, string Meaning, string DoThis)
{
    /// <summary>Every type that the API answers with, by the last part of its address.</summary>
    public static readonly FrozenDictionary<string, ProblemType> All = new Dictionary<string, ProblemType>(StringComparer.Ordinal)
    {
        ["invalid"] = new(
            400,
            "The request is not valid",
            "A field or a query parameter is missing, unknown, or has a value that is not allowed. Nothing was changed.",
            "Read errors: it has one entry for each field that is wrong."
        ),
        ["unreadable"] = new(
            400,
            "The body could not be read",
            "The body ended early, or is not of the media type that it says.",
            "Send it again, whole."
        ),
        ["unauthorized"] = new(
            401,
            "A key is needed",
            "The header x-api-key is missing, or no account has this key.",
            "Send the key of your account. The local host's demo key is demo-key."
        ),
        ["forbidden"] = new(
            403,
            "The key does not reach that far",
            "The endpoint needs a key that may write or admin, or the brand belongs to another account or to none.",
            "Use a key with that permission, or a brand of your own account."
        ),
        ["signature"] = new(
            403,
            "Not signed by Twilio for this account",
            "The header X-Twilio-Signature is missing, or fits no auth token of the account that the body names. Nothing was read or written.",
            "Compare PublicBaseUrl with the address that is set at Twilio, letter for letter, and the auth token with the console. The log says what differs most likely."
        ),
        ["not-found"] = new(
            404,
            "There is no such record",
            "The address names nothing that is kept, or nothing that this key may see.",
            "Check the id. A download link works once."
        ),
        ["not-acceptable"] = new(
            406,
            "No such media type is offered",
            "None of the media types in Accept can be answered.",
            "Ask for one of those that detail names."
        ),
        ["timeout"] = new(
            408,
            "The body came too slowly",
            "The body was not complete in time.",
            "Send it again, over a faster connection or in parts."
        ),
        ["opted-out"] = new(
            409,
            "The recipient opted out",
            "The recipient's own opt-out, or the provider's, stands against the request.",
            "Do not write to them. Only the recipient, or a consent given after the opt-out and reported with reconsent, lifts it."
        ),
        ["superseded"] = new(
            409,
            "The consent is older than what is known",
            "The history was purged or erased, or the number had another owner, after the consent was given.",
            "Ask the person again; only a newer consent counts."
        ),
        ["erased"] = new(
            409,
            "The recipient's consents were erased",
            "An erasure took the consent that this request would repeat.",
            "Only a consent obtained after the erasure counts, under another Idempotency-Key."
        ),
        ["legal-hold"] = new(
            409,
            "A legal hold stands",
            "Nothing of the recipient is erased while a legal hold stands.",
            "Lift the hold first (PUT …/hold), if whoever set it agrees."
        ),
        ["suspended-by-configuration"] = new(
            409,
            "The configuration suspends it",
            "A brand or campaign that the configuration suspends cannot be let go on by the API.",
            "Change the configuration and deploy."
        ),
        ["too-large"] = new(
            413,
            "The body is too large",
            "The body is over this endpoint's limit.",
            "Split it. docs/limits.md has the limits."
        ),
        ["media-type"] = new(
            415,
            "The media type is not supported",
            "The Content-Type is none that the endpoint reads.",
            "Send the one that detail names."
        ),
        ["idempotency-key-reused"] = new(
            422,
            "The Idempotency-Key was used for another request",
            "A key stands for one request: the same key came with another body.",
            "Use a new key for a new request."
        ),
        ["too-many-requests"] = new(
            429,
            "Too many requests",
            "The key's rate, or the number of lists at a time, is used up. Nothing was done.",
            "Wait as many seconds as Retry-After says."
        ),
        ["unavailable"] = new(
            503,
            "The store cannot be reached",
            "Nothing can be said for sure, so nothing is allowed and nothing was changed.",
            "Send nothing on this answer, and ask again later."
        ),
        ["broken-chain"] = new(
            503,
            "The recipient's ledger is not what was written",
            "An event of this recipient was changed or is missing, so nothing is said from it.",
            "Tell whoever operates OptOut: docs/operations.md, broken-chain."
        ),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

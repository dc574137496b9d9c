namespace OptOut.Client;

/// <summary>"May I send this recipient this message now?"</summary>
/// <param name="Recipient">E.164, or a channel address such as <c>whatsapp:+14155550123</c>.</param>
public sealed record CheckRequest(string Recipient)
{
    /// <summary>May be left out where the account has one brand, or the options name one.</summary>
    public string? Brand { get; init; }

    /// <summary>May be left out where the brand has one campaign.</summary>
    public string? Campaign { get; init; }

    /// <summary>One of <see cref="MessageKinds"/>; left out: <c>campaign</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The sender it would go out from; needed for a reply.</summary>
    public string? Sender { get; init; }

    /// <summary>The text, to have its obligations checked too.</summary>
    public string? Body { get; init; }

    /// <summary>The planned time, up to 7 days ahead, of a message that Twilio is to keep until then; left out: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Holds a place for five minutes, so that two workers cannot both be first. Needs a key that may write.</summary>
    public bool Reserve { get; init; }
}

/// <summary>The kinds of messages.</summary>
public static class MessageKinds
{
    public const string Campaign = "campaign";
    public const string Informational = "informational";
    public const string Reply = "reply";
    public const string OptInRequest = "opt-in-request";
}

/// <summary>
/// The answer. Where OptOut could not be asked, or its answer leaves any doubt, it says no: reason <see cref="Unavailable"/>.
/// </summary>
public sealed record CheckResult
{
    /// <summary>The reason of an answer that was used too late: ask again.</summary>
    public const string Expired = "expired";

    /// <summary>The reason when there is no answer to go by.</summary>
    public const string Unavailable = "unavailable";

    public required bool Allowed { get; init; }

    /// <summary>A word such as <c>consented</c>, <c>opted-out</c>, <c>no-consent</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What the message must do: <c>identify-sender</c>, <c>opt-out-language</c> …</summary>
    public IReadOnlyList<string> Obligations { get; init; } = [];

    /// <summary>What the text leaves undone.</summary>
    public IReadOnlyList<CheckFinding>? Findings { get; init; }

    /// <summary>Ids of the ledger events that the answer rests on.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>
    /// Of a yes, until when its ground stands if nothing else happens; of a no, when it ends by itself, as <c>quiet-hours</c> do in the
    /// morning.
    /// </summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// Until when a message may go out on this answer, counted from the planned time where one was asked for; <see cref="SendGuard"/>
    /// refuses after it.
    /// </summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The answer as OptOut signed it: a send that brings it back is proven to have been allowed.</summary>
    public string? Decision { get; init; }

    /// <summary>The brand's senders that can be used, given when some are blocked by a provider.</summary>
    public IReadOnlyList<string>? UsableSenders { get; init; }

    /// <summary>Why there is no answer; only with <see cref="Unavailable"/> and <c>invalid</c>. Holds no number and no text.</summary>
    public string? Detail { get; init; }

    internal static CheckResult NoAnswer(string detail) =>
        new()
        {
            Allowed = false,
            Reason = Unavailable,
            Detail = detail,
        };
}

/// <summary>A place in the text and what is wrong with it.</summary>
/// <param name="Type"><c>missing-sender-identification</c>, <c>missing-opt-out-language</c>, <c>non-standard-opt-out-phrase</c>,
/// <c>missing-reconfirmation</c> …</param>
/// <param name="Start">The first UTF-16 unit.</param>
/// <param name="Length">In UTF-16 units; 0 for what is missing.</param>
/// <param name="Text">The words meant.</param>
public sealed record CheckFinding(string Type, int Start, int Length, string? Text);

/// <summary>A message that was sent: what frequency and obligations are counted from.</summary>
/// <param name="Recipient">To whom.</param>
/// <param name="MessageSid">Twilio's id of it; the same one is recorded once.</param>
public sealed record SentMessage(string Recipient, string MessageSid)
{
    public string? Brand { get; init; }
    public string? Campaign { get; init; }
    public string Kind { get; init; } = MessageKinds.Campaign;

    /// <summary>When it was sent; left out: now.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The obligations that it met. One ends only when a recorded send says so.</summary>
    public IReadOnlyList<string> Fulfilled { get; init; } = [];

    /// <summary>The sender it went out from.</summary>
    public string? Sender { get; init; }

    /// <summary>The decision of the check that it went out on.</summary>
    public string? Decision { get; init; }

    /// <summary>When Twilio is to send it, where it waits there; an opt-out before then cancels it. Left out: it went out.</summary>
    public DateTimeOffset? SendAt { get; init; }
}

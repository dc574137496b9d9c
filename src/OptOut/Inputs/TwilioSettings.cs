namespace OptOut;

/// <summary>A webhook as Twilio has it.</summary>
/// <param name="Url">Where Twilio posts to; null or empty: nowhere.</param>
/// <param name="Method"><c>POST</c> or <c>GET</c>.</param>
/// <param name="FallbackUrl">Where Twilio turns to when that fails.</param>
/// <param name="FallbackMethod">The fallback's method.</param>
public sealed record TwilioWebhook(string? Url, string? Method, string? FallbackUrl, string? FallbackMethod);

/// <summary>One of an account's numbers or short codes.</summary>
/// <param name="Address">E.164, or the short code.</param>
/// <param name="Webhook">Its messaging webhook.</param>
/// <param name="Service">The messaging service that it is in, <c>MG…</c>.</param>
/// <param name="Application">The TwiML application that handles its messages, <c>AP…</c>: then Twilio ignores the webhook.</param>
public sealed record TwilioNumber(string Address, TwilioWebhook Webhook, string? Service, string? Application = null);

/// <summary>One of an account's messaging services.</summary>
/// <param name="Sid"><c>MG…</c></param>
/// <param name="Webhook">Its inbound webhook.</param>
/// <param name="DefersToNumbers">Its numbers' own webhooks are called in its place.</param>
/// <param name="Program">What is registered for its A2P campaign; null where there is none.</param>
public sealed record TwilioMessagingService(string Sid, TwilioWebhook Webhook, bool DefersToNumbers, TwilioProgram? Program);

/// <summary>What a registered A2P campaign says that the sender answers (Twilio's <c>Usa2p</c> resource).</summary>
public sealed record TwilioProgram(
    IReadOnlyList<string> OptOutKeywords,
    IReadOnlyList<string> OptInKeywords,
    IReadOnlyList<string> HelpKeywords,
    string? OptOutMessage,
    string? OptInMessage,
    string? HelpMessage
);

/// <summary>What an account has set at Twilio, as far as it concerns consent (rule 41).</summary>
public sealed record TwilioSettings(IReadOnlyList<TwilioNumber> Numbers, IReadOnlyList<TwilioMessagingService> Services);

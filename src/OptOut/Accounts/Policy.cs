using System.Collections.Frozen;

namespace OptOut;

/// <summary>Everything configured that the rules depend on: the accounts with their brands, senders and campaigns. Immutable, valid by construction.</summary>
public sealed record Policy
{
    /// <summary>The date of the Messaging Policy text that the rules implement; every ledger event carries it.</summary>
    public const string Date = "2024-11-12";

    /// <summary>The origin (and path prefix) under which Twilio reaches us; Twilio signs URLs that start with it. No trailing slash.</summary>
    public required string PublicBaseUrl { get; init; }

    /// <summary>How long ledger and receipts are kept after a recipient's last event.</summary>
    public required IsoDuration Retention { get; init; }

    /// <summary>The accounts by SID.</summary>
    public required FrozenDictionary<string, Account> Accounts { get; init; }
}

/// <summary>One Twilio account or subaccount: the company that is "you" in the Messaging Policy.</summary>
public sealed record Account
{
    /// <summary><c>AC…</c></summary>
    public required string Sid { get; init; }

    /// <summary>The auth tokens that may have signed a webhook; several during a rotation.</summary>
    public required IReadOnlyList<string> AuthTokens { get; init; }

    public required IReadOnlyList<ApiKey> ApiKeys { get; init; }

    /// <summary>The brands by id.</summary>
    public required FrozenDictionary<string, Brand> Brands { get; init; }

    /// <summary>Denies every check of the account; inbound opt-outs still work (rule 29).</summary>
    public bool Suspended { get; init; }

    /// <summary>The brand and sender that an address belongs to; null when no brand of this account sends from it.</summary>
    public (Brand Brand, Sender Sender)? FindSender(string? address) =>
        address is not null && Senders.TryGetValue(address, out var found) ? found : null;

    /// <summary>The same by the address, else by the messaging service that answers for it.</summary>
    public (Brand Brand, Sender Sender)? FindSender(string? address, string? messagingService) => FindSender(address) ?? FindSender(messagingService);

    /// <summary>The brand that a request may leave out; null where there are several.</summary>
    public Brand? OnlyBrand => Brands.Count == 1 ? Brands.Values[0] : null;

    private FrozenDictionary<string, (Brand, Sender)> Senders => field ??= Brands.Values
        .SelectMany(brand => brand.Senders.Select(sender => (brand, sender)))
        .ToFrozenDictionary(pair => pair.sender.Address, pair => pair, StringComparer.Ordinal);
}

/// <summary>An API key as we keep it: never the key itself.</summary>
/// <param name="Hash">SHA-256 of the key's UTF-8 bytes.</param>
public sealed record ApiKey(byte[] Hash, Permission Permission);

/// <summary>What a key may do; each includes the one before.</summary>
public enum Permission
{
    Read,
    Write,
    Admin,
}

/// <summary>The name a recipient agreed to hear from, with its senders, texts and campaigns.</summary>
public sealed record Brand
{
    public required string AccountSid { get; init; }
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required IReadOnlyList<Sender> Senders { get; init; }

    /// <summary>The campaigns by id.</summary>
    public required FrozenDictionary<string, Campaign> Campaigns { get; init; }

    /// <summary>The campaign that a request may leave out; null where there is not exactly one.</summary>
    public Campaign? OnlyCampaign => Campaigns.Count == 1 ? Campaigns.Values[0] : null;

    /// <summary>Every word this brand understands: the standard ones, its own, and its campaigns' (rules 4 to 6, 16).</summary>
    public required KeywordTable Keywords { get; init; }

    /// <summary>The one confirmation after an opt-out; names the brand.</summary>
    public required string OptOutText { get; init; }

    /// <summary>The confirmation after an opt-in; names the brand and says how to stop.</summary>
    public required string OptInText { get; init; }

    /// <summary>The answer to HELP; names the brand and says how to stop.</summary>
    public required string HelpText { get; init; }

    public FreeTextOptOut FreeTextOptOut { get; init; }

    /// <summary>How long a conversation stays open after the recipient's last message (rule 20).</summary>
    public required IsoDuration ConversationWindow { get; init; }

    /// <summary>The campaign that START consents to besides what it restores (rule 14).</summary>
    public string? DefaultCampaign { get; init; }

    /// <summary>Where ordinary messages are redirected to.</summary>
    public string? ForwardUrl { get; init; }

    public bool Suspended { get; init; }
}

/// <summary>What the brand sends from.</summary>
/// <param name="Address">An E.164 number, short code, messaging service SID or channel address, as Twilio writes it.</param>
/// <param name="OptOutHandledBy">Who already answers opt-out keywords sent to it (rule 10).</param>
public sealed record Sender(string Address, OptOutHandledBy OptOutHandledBy)
{
    /// <summary>The messaging service that this sender answered for; null where it is the sender itself.</summary>
    public string? ServiceBehind(string? messagingService) => messagingService == Address ? null : messagingService;
}

/// <summary>What a plain-language revocation does (rule 7).</summary>
public enum FreeTextOptOut
{
    /// <summary>It is an opt-out like STOP.</summary>
    OptOut,

    /// <summary>It is recorded for a person to look at; nothing is suppressed.</summary>
    Review,

    /// <summary>It is an ordinary message.</summary>
    Off,
}

/// <summary>One specific use that a recipient consents to.</summary>
public sealed record Campaign
{
    public required string Id { get; init; }
    public Content Content { get; init; }
    public bool Recurring { get; init; }

    /// <summary>The words that consent to this campaign (rule 16).</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>What the person saw before texting a keyword: the statement of that consent.</summary>
    public string? CallToAction { get; init; }

    public bool DoubleOptIn { get; init; }
    public required IsoDuration DoubleOptInWindow { get; init; }
    public required IsoDuration ReconfirmAfter { get; init; }
    public IsoDuration? ReconfirmEvery { get; init; }
    public required IsoDuration RemindEvery { get; init; }
    public required IsoDuration PriorRelationshipWindow { get; init; }
    public bool Suspended { get; init; }
}

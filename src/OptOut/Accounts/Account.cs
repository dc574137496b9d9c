using System.Collections.Frozen;

namespace OptOut;

/// <summary>One Twilio account or subaccount: the company that is "you" in the Messaging Policy.</summary>
public sealed record Account
{
    // Rebuilt with the brands, so that a copy of an account with other brands finds their senders.
    private readonly FrozenDictionary<string, (Brand, Sender)> senders = FrozenDictionary<string, (Brand, Sender)>.Empty;

    /// <summary><c>AC…</c></summary>
    public required string Sid { get; init; }

    /// <summary>The auth tokens that may have signed a webhook; several during a rotation.</summary>
    public required IReadOnlyList<string> AuthTokens { get; init; }

    public required IReadOnlyList<ApiKey> ApiKeys { get; init; }

    /// <summary>The brands by id.</summary>
    public required FrozenDictionary<string, Brand> Brands
    {
        get;
        init
        {
            field = value;
            // Two brands with one sender stop the start, which says so: here the first one counts.
            senders = value
                .Values.SelectMany(brand => brand.Senders.Select(sender => (brand, sender)))
                .DistinctBy(pair => pair.sender.Address, StringComparer.Ordinal)
                .ToFrozenDictionary(pair => pair.sender.Address, pair => pair, StringComparer.Ordinal);
        }
    }

    /// <summary>How far STOP, and a revocation in plain words, reaches (rule 4).</summary>
    public StopScope StopScope { get; init; }

    /// <summary>Denies every check of the account; inbound opt-outs still work (rule 29).</summary>
    public bool Suspended { get; init; }

    /// <summary>A send without a valid decision is a violation (rule 30).</summary>
    public bool RequireDecision { get; init; }

    /// <summary>What Twilio's consent list is told (rule 40).</summary>
    public SyncToTwilio SyncToTwilio { get; init; }

    /// <summary>Who gets the account's consent events as webhooks (rule 43).</summary>
    public IReadOnlyList<WebhookTarget> Webhooks { get; init; } = [];

    /// <summary>
    /// The brand and sender that an address belongs to, whatever spaces, hyphens or case it is written with; null when no brand of this
    /// account sends from it.
    /// </summary>
    public (Brand Brand, Sender Sender)? FindSender(string? address) =>
        address is null ? null
        : senders.TryGetValue(address, out var found) || senders.TryGetValue(AddressText.Normal(address), out found) ? found
        : null;

    /// <summary>The same by the address, else by the messaging service that answers for it.</summary>
    public (Brand Brand, Sender Sender)? FindSender(string? address, string? messagingService) =>
        FindSender(address) ?? FindSender(messagingService);

    /// <summary>The brand that a request may leave out; null where there are several.</summary>
    public Brand? OnlyBrand => Brands.Count == 1 ? Brands.Values[0] : null;
}

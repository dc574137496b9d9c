using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace OptOut.Http;

/// <summary>Makes the <see cref="Policy"/> of the settings, or names the key of each fault.</summary>
public static class PolicyBuilder
{
    /// <summary>The policy and the limits of callers; the policy is null with at least one error.</summary>
    public static (Policy? Policy, RateLimits Limits, IReadOnlyList<string> Errors) Build(OptOutSettings settings)
    {
        // A model that is missing or damaged stops the start, and names itself.
        _ = RevocationRecogniser.BuiltIn;
        var read = new SettingReader { IsStrict = string.Equals(settings.Strict?.Trim(), "true", StringComparison.OrdinalIgnoreCase) };
        read.Flag("Strict", settings.Strict);
        var policy = new Policy
        {
            PublicBaseUrl = read.BaseUrl("PublicBaseUrl", settings.PublicBaseUrl),
            Retention = Retention(read, settings),
            DecisionKeys =
            [
                .. settings.DecisionKeys.Select(
                    (key, i) => DecisionKey(read, string.Create(CultureInfo.InvariantCulture, $"DecisionKeys:{i}"), key)
                ),
            ],
            Accounts = Accounts(read, settings.Accounts),
        };
        StorageSetting.Check(read, "Storage", settings.Storage);
        AuditFilesSetting.Check(read, settings);
        var limits = RateLimits.Read(read, settings.RateLimit);
        return (read.Errors.Count == 0 ? policy with { Warnings = read.Warnings, Notes = read.Notes } : null, limits, read.Errors);
    }

    private static FrozenDictionary<string, Account> Accounts(SettingReader read, IList<AccountSettings> settings)
    {
        if (settings.Count == 0)
        {
            read.Error("Accounts", "needs at least one account.");
        }

        KeysOnce(read, settings);
        return ById(
            read,
            settings.Select((account, i) => (Account(read, $"Accounts:{i}", account), $"Accounts:{i}:Sid")),
            a => a.Sid,
            "Sid"
        );
    }

    /// <summary>A key belongs to one account and may one thing; the same one twice would leave open which.</summary>
    private static void KeysOnce(SettingReader read, IList<AccountSettings> settings)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (account, i) in settings.Select((account, i) => (account, i)))
        {
            foreach (var (hash, k) in account.ApiKeys.Select((apiKey, k) => (apiKey.Hash?.Trim(), k)))
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"Accounts:{i}:ApiKeys:{k}:Hash");
                if (!string.IsNullOrEmpty(hash) && !known.TryAdd(hash, key))
                {
                    read.Error(key, $"is a key already, at {known[hash]}.");
                }
            }
        }
    }

    private static Account Account(SettingReader read, string key, AccountSettings settings)
    {
        var sid = read.Required($"{key}:Sid", settings.Sid);
        if (sid.Length > 0 && !(sid.Length == 34 && sid.StartsWith("AC", StringComparison.Ordinal) && sid.AsSpan(2).ContainsOnlyHex()))
        {
            read.Error($"{key}:Sid", "is AC and 32 hexadecimal digits.");
        }

        if (settings.AuthTokens.Count == 0)
        {
            read.Error($"{key}:AuthTokens:0", "is required: without it no webhook can be verified.");
        }

        StorageSetting.Check(read, $"{key}:Storage", settings.Storage);
        return new Account
        {
            Sid = sid,
            AuthTokens = [.. settings.AuthTokens.Select((token, i) => read.Required($"{key}:AuthTokens:{i}", token))],
            ApiKeys = [.. settings.ApiKeys.Select((apiKey, i) => ApiKey(read, $"{key}:ApiKeys:{i}", apiKey))],
            Brands = Brands(read, key, sid, settings.Brands),
            StopScope = read.Choice($"{key}:StopScope", settings.StopScope, StopScope.Brand),
            SyncToTwilio = read.Choice($"{key}:SyncToTwilio", settings.SyncToTwilio, SyncToTwilio.Off),
            Webhooks = WebhookSetting.Read(read, key, settings.Webhooks),
            Suspended = read.Flag($"{key}:Suspended", settings.Suspended),
            RequireDecision = read.Flag($"{key}:RequireDecision", settings.RequireDecision),
        };
    }

    /// <summary>
    /// Proof is kept as long as somebody may still ask for it: the statute of limitations of the TCPA is four years (28 U.S.C. 1658).
    /// </summary>
    private static IsoDuration Retention(SettingReader read, OptOutSettings settings)
    {
        var retention = read.Duration("Retention", settings.Retention, Defaults.Retention);
        var anyDay = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        if (retention.AddTo(anyDay) < Defaults.RetentionFloor.AddTo(anyDay) && !(bool.TryParse(settings.Strict, out var strict) && !strict))
        {
            read.Error(
                "Retention",
                $"is at least {Defaults.RetentionFloor}: so long a recipient may still ask for proof. With OptOut:Strict=false it may be shorter."
            );
        }

        return retention;
    }

    /// <summary>Whoever guesses it writes proofs, so it is as long as a random one of 16 bytes is in hexadecimal digits.</summary>
    private static string DecisionKey(SettingReader read, string key, string? value)
    {
        var secret = read.Required(key, value);
        if (secret.Length is > 0 and < 32)
        {
            read.Error(key, "is at least 32 characters of chance, such as openssl rand -base64 32 gives.");
        }

        // What App Service leaves there when it cannot resolve a reference stands in every template.
        if (secret.StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase))
        {
            read.Error(key, "is a reference to a vault that was not resolved.");
        }

        return secret;
    }

    private static ApiKey ApiKey(SettingReader read, string key, ApiKeySettings settings)
    {
        var hash = read.Required($"{key}:Hash", settings.Hash);
        var valid = hash.Length == 64 && hash.AsSpan().ContainsOnlyHex();
        if (hash.Length > 0 && !valid)
        {
            read.Error($"{key}:Hash", "is the key's SHA-256 in 64 hexadecimal digits.");
        }

        read.Required($"{key}:Permission", settings.Permission);
        return new ApiKey(valid ? Convert.FromHexString(hash) : [], read.Choice($"{key}:Permission", settings.Permission, Permission.Read));
    }

    private static FrozenDictionary<string, Brand> Brands(SettingReader read, string account, string sid, IList<BrandSettings> settings)
    {
        if (settings.Count == 0)
        {
            read.Error($"{account}:Brands", "needs at least one brand.");
        }

        var senders = new Dictionary<string, string>(StringComparer.Ordinal);
        var brands = settings
            .Select((brand, i) => (Key: $"{account}:Brands:{i}", Brand: BrandBuilder.Build(read, $"{account}:Brands:{i}", sid, brand)))
            .ToList();
        foreach (var (key, brand) in brands)
        {
            foreach (var (sender, i) in brand.Senders.Select((sender, i) => (sender, i)))
            {
                var senderKey = string.Create(CultureInfo.InvariantCulture, $"{key}:Senders:{i}:Address");
                if (!senders.TryAdd(sender.Address, senderKey))
                {
                    read.Error(senderKey, $"is a sender already, at {senders[sender.Address]}: a sender belongs to one brand.");
                }
            }
        }

        return ById(read, brands.Select(b => (b.Brand, $"{b.Key}:Id")), b => b.Id, "Id");
    }

    internal static FrozenDictionary<string, T> ById<T>(
        SettingReader read,
        IEnumerable<(T Item, string Key)> items,
        Func<T, string> id,
        string what
    )
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (item, key) in items)
        {
            if (!found.TryAdd(id(item), item) && id(item).Length > 0)
            {
                read.Error(key, $"this {what} is used twice.");
            }
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static bool ContainsOnlyHex(this ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Hex);

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");
}

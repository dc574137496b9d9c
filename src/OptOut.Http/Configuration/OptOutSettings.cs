namespace OptOut.Http;

/// <summary>
/// The section <c>OptOut</c> as it is written: text, not yet checked. <see cref="PolicyBuilder"/> makes the <see cref="Policy"/> of it.
/// </summary>
public sealed class OptOutSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "OptOut";

    public string? PublicBaseUrl { get; set; }
    public string? Retention { get; set; }

    /// <summary>false allows what is against good practice, such as a short <see cref="Retention"/>.</summary>
    public string? Strict { get; set; }
    public string? Storage { get; set; }

    /// <summary>Secrets that sign decisions (rule 33); the first signs, the others still verify.</summary>
    public IList<string> DecisionKeys { get; set; } = [];
    public RateLimitSettings RateLimit { get; set; } = new();
    public AuditFileSettings AuditFiles { get; set; } = new();
    public IList<AccountSettings> Accounts { get; set; } = [];
}

/// <summary>Where each night's audit file is put (rule 34).</summary>
public sealed class AuditFileSettings
{
    /// <summary>The blob container; left out: no file is written.</summary>
    public string? Container { get; set; }

    /// <summary>The storage account, written as <see cref="OptOutSettings.Storage"/>, which stands where it is left out.</summary>
    public string? Storage { get; set; }
}

/// <summary>Whole numbers; see <see cref="RateLimits"/>.</summary>
public sealed class RateLimitSettings
{
    public string? PermitsPerSecond { get; set; }
    public string? Burst { get; set; }
    public string? BulkPerAccount { get; set; }
}

public sealed class AccountSettings
{
    public string? Sid { get; set; }
    public IList<string> AuthTokens { get; set; } = [];
    public IList<ApiKeySettings> ApiKeys { get; set; } = [];
    public IList<BrandSettings> Brands { get; set; } = [];
    public string? SyncToTwilio { get; set; }
    public IList<WebhookSettings> Webhooks { get; set; } = [];
    public string? Suspended { get; set; }
    public string? StopScope { get; set; }

    /// <summary>A send without a valid decision is a violation (rule 30).</summary>
    public string? RequireDecision { get; set; }

    /// <summary>
    /// Where this account's recipients lie instead of in the app's <see cref="OptOutSettings.Storage"/>; written like that.
    /// </summary>
    public string? Storage { get; set; }
}

public sealed class WebhookSettings
{
    public string? Url { get; set; }
    public string? Secret { get; set; }
}

public sealed class ApiKeySettings
{
    public string? Hash { get; set; }
    public string? Permission { get; set; }
}

public sealed class BrandSettings
{
    public string? Id { get; set; }
    public string? Name { get; set; }
    public IList<SenderSettings> Senders { get; set; } = [];
    public IList<CampaignSettings> Campaigns { get; set; } = [];
    public string? OptOutHandledBy { get; set; }
    public string? OptOutText { get; set; }
    public string? OptInText { get; set; }
    public string? HelpText { get; set; }
    public string? Language { get; set; }

    /// <summary>The same texts in other languages, by language: <c>OptOutTexts:es</c>.</summary>
    public IDictionary<string, string> OptOutTexts { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    public IDictionary<string, string> OptInTexts { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    public IDictionary<string, string> HelpTexts { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
    public string? Clarification { get; set; }
    public string? FreeTextOptOut { get; set; }
    public string? ConversationWindow { get; set; }
    public string? ReviewWithin { get; set; }
    public string? ConfirmWithin { get; set; }
    public string? ReplyAfterOptOut { get; set; }
    public string? DefaultCampaign { get; set; }
    public string? ForwardUrl { get; set; }
    public string? SupportContact { get; set; }

    public string? MaxSenders { get; set; }

    /// <summary>The hours in which marketing may arrive, where narrower than the law's: <c>9-20</c>.</summary>
    public string? QuietHours { get; set; }

    /// <summary>Where links in its texts may lead (rule 26).</summary>
    public IList<string> Domains { get; set; } = [];
    public string? Suspended { get; set; }

    /// <summary>
    /// Words added to the standard ones, by class: <c>OptOut</c>, <c>OptOutAll</c>, <c>OptIn</c>, <c>Yes</c>, <c>Help</c>.
    /// </summary>
    public IDictionary<string, IList<string>> Keywords { get; set; } =
        new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);
}

public sealed class SenderSettings
{
    public string? Address { get; set; }
    public string? OptOutHandledBy { get; set; }
}

public sealed class CampaignSettings
{
    public string? Id { get; set; }
    public string? Purpose { get; set; }
    public string? Description { get; set; }
    public string? Content { get; set; }
    public string? QuietHours { get; set; }
    public IList<string> Senders { get; set; } = [];
    public IList<string> Countries { get; set; } = [];
    public string? Max { get; set; }
    public string? Per { get; set; }
    public string? Recurring { get; set; }
    public IList<string> Keywords { get; set; } = [];
    public string? CallToAction { get; set; }
    public string? DoubleOptIn { get; set; }
    public string? DoubleOptInWindow { get; set; }
    public string? ReconfirmAfter { get; set; }
    public string? ReconfirmEvery { get; set; }
    public string? RemindEvery { get; set; }
    public string? PriorRelationshipWindow { get; set; }
    public string? Suspended { get; set; }
}

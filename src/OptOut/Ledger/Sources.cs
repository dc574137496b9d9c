namespace OptOut;

/// <summary>The ways by which an event can reach us.</summary>
public static class Sources
{
    /// <summary>The recipient's own message.</summary>
    public const string Message = "message";
    public const string Api = "api";
    public const string Import = "import";

    /// <summary>A page of the sender's, or the recipient's own (rule 42).</summary>
    public const string Web = "web";

    /// <summary>Twilio or a carrier: an opt-out it holds, or error 21610.</summary>
    public const string Provider = "provider";
    public const string StatusCallback = "status-callback";

    /// <summary>A follow-up of ours that watches a confirmation.</summary>
    public const string FollowUp = "follow-up";

    /// <summary>Twilio's Conversations webhooks.</summary>
    public const string Conversations = "conversations";

    /// <summary>Opt-outs that an operator may record, and later correct, for a recipient (all but the provider's).</summary>
    public static readonly IReadOnlySet<string> Manual = new HashSet<string>(StringComparer.Ordinal)
    {
        "phone",
        "email",
        Web,
        "agent",
        Provider,
    };

    /// <summary>True for what a recipient or a provider said: no operator may correct it.</summary>
    public static bool IsOwnWord(string source) => source is Message or Conversations or Provider or StatusCallback;
}

using System.Collections.Frozen;

namespace OptOut;

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

    /// <summary>
    /// One of <see cref="DefaultTexts.Languages"/>: in which <see cref="OptOutText"/>, <see cref="OptInText"/> and <see cref="HelpText"/>
    /// are written.
    /// </summary>
    public string Language { get; init; } = DefaultTexts.DefaultLanguage;

    /// <summary>The texts in other languages; where one is missing, the default of that language counts.</summary>
    public FrozenDictionary<string, BrandTexts> OtherTexts { get; init; } = FrozenDictionary<string, BrandTexts>.Empty;

    /// <summary>
    /// The one confirmation of an opt-out says which word keeps which campaign, where the recipient had several (rule 14).
    /// </summary>
    public bool Clarification { get; init; }

    public FreeTextOptOut FreeTextOptOut { get; init; }

    /// <summary>How long a conversation stays open after the recipient's last message (rule 20).</summary>
    public required IsoDuration ConversationWindow { get; init; }

    /// <summary>How long after a message's arrival its confirmation may still be sent (rule 9).</summary>
    public IsoDuration ConfirmWithin { get; init; } = Defaults.ConfirmWithin;

    /// <summary>How long a possible revocation may wait for a person; whole days are business days (rule 39).</summary>
    public IsoDuration ReviewWithin { get; init; } = Defaults.ReviewWithin;

    /// <summary>Whether a conversation that the recipient opens after an opt-out may be answered (rule 11).</summary>
    public ReplyAfterOptOut ReplyAfterOptOut { get; init; }

    /// <summary>The campaign that START consents to besides what it restores (rule 15).</summary>
    public string? DefaultCampaign { get; init; }

    /// <summary>Where ordinary messages are redirected to.</summary>
    public string? ForwardUrl { get; init; }

    /// <summary>
    /// Over how many senders one text may go out within a day before it looks like spreading; null: nobody looks (rule 38).
    /// </summary>
    public int? MaxSenders { get; init; }

    /// <summary>Narrows the hours in which its marketing may arrive; null: the law's (rule 35).</summary>
    public DayHours? QuietHours { get; init; }

    /// <summary>Where links in the brand's texts may lead, hosts below them included; empty: anywhere (rule 26).</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    public bool Suspended { get; init; }
}

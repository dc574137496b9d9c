using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OptOut.Http;

/// <summary>Makes a <see cref="Brand"/> of its settings.</summary>
internal static class BrandBuilder
{
    public static Brand Build(SettingReader read, string key, string accountSid, BrandSettings settings)
    {
        var name = read.Required($"{key}:Name", settings.Name);
        var campaigns = PolicyBuilder.ById(
            read,
            settings.Campaigns.Select((c, i) => (Campaign(read, $"{key}:Campaigns:{i}", c, settings), $"{key}:Campaigns:{i}:Id")),
            c => c.Id,
            "Id"
        );
        if (settings.DefaultCampaign is { Length: > 0 } defaultCampaign && !campaigns.ContainsKey(defaultCampaign))
        {
            read.Error($"{key}:DefaultCampaign", "is no campaign of this brand.");
        }
        else if (settings.DefaultCampaign is { Length: > 0 } && string.IsNullOrWhiteSpace(campaigns[settings.DefaultCampaign].CallToAction))
        {
            read.Error(
                $"{key}:DefaultCampaign",
                $"needs a CallToAction of campaign {settings.DefaultCampaign}: START consents to it, and that is the statement the recipient agreed to."
            );
        }

        var language = TextsBuilder.Language(read, $"{key}:Language", settings.Language);
        var texts = TextsBuilder.Build(read, key, name, language, settings);
        foreach (var (campaign, i) in settings.Campaigns.Select((c, i) => (c, i)))
        {
            TextsBuilder.CallToAction(
                read,
                string.Create(CultureInfo.InvariantCulture, $"{key}:Campaigns:{i}:CallToAction"),
                campaign.CallToAction
            );
        }

        return new Brand
        {
            AccountSid = accountSid,
            Id = read.Id($"{key}:Id", settings.Id),
            Name = name,
            Senders = Senders(read, key, settings),
            Campaigns = campaigns,
            Keywords = Keywords(read, key, settings),
            Language = language,
            OptOutText = texts[language].OptOut,
            OptInText = texts[language].OptIn,
            HelpText = texts[language].Help,
            OtherTexts = texts.Where(t => t.Key != language).ToFrozenDictionary(StringComparer.Ordinal),
            Clarification = read.Flag($"{key}:Clarification", settings.Clarification),
            FreeTextOptOut = read.Choice($"{key}:FreeTextOptOut", settings.FreeTextOptOut, FreeTextOptOut.OptOut),
            ConversationWindow = read.Duration($"{key}:ConversationWindow", settings.ConversationWindow, Defaults.ConversationWindow),
            ReviewWithin = read.Duration($"{key}:ReviewWithin", settings.ReviewWithin, Defaults.ReviewWithin),
            ConfirmWithin = read.Duration($"{key}:ConfirmWithin", settings.ConfirmWithin, Defaults.ConfirmWithin),
            ReplyAfterOptOut = read.Choice($"{key}:ReplyAfterOptOut", settings.ReplyAfterOptOut, ReplyAfterOptOut.Allowed),
            DefaultCampaign = string.IsNullOrWhiteSpace(settings.DefaultCampaign) ? null : settings.DefaultCampaign,
            ForwardUrl = string.IsNullOrWhiteSpace(settings.ForwardUrl) ? null : read.Url($"{key}:ForwardUrl", settings.ForwardUrl),
            MaxSenders = string.IsNullOrWhiteSpace(settings.MaxSenders)
                ? null
                : read.Number($"{key}:MaxSenders", settings.MaxSenders, 1, 1000),
            QuietHours = CampaignGates.Hours(read, $"{key}:QuietHours", settings.QuietHours),
            Domains = Domains(read, key, settings.Domains),
            Suspended = read.Flag($"{key}:Suspended", settings.Suspended),
        };
    }

    /// <summary>Where any is named, the public host of our own pages is one of them, too.</summary>
    private static List<string> Domains(SettingReader read, string key, IList<string> settings)
    {
        for (var i = 0; i < settings.Count; i++)
        {
            if (Uri.CheckHostName(settings[i]) != UriHostNameType.Dns || !settings[i].Contains('.', StringComparison.Ordinal))
            {
                read.Error(
                    string.Create(CultureInfo.InvariantCulture, $"{key}:Domains:{i}"),
                    "is a domain such as acme.example, without https:// and path."
                );
            }
        }

        return settings.Count == 0 ? [] : [.. settings, .. read.PublicHost is { } own ? [own] : Array.Empty<string>()];
    }

    private static List<Sender> Senders(SettingReader read, string key, BrandSettings settings)
    {
        if (settings.Senders.Count == 0)
        {
            read.Error($"{key}:Senders:0:Address", "is required: a brand needs a sender.");
        }

        return
        [
            .. settings.Senders.Select(
                (sender, i) => Sender(read, string.Create(CultureInfo.InvariantCulture, $"{key}:Senders:{i}"), sender, settings, key)
            ),
        ];
    }

    private static Sender Sender(SettingReader read, string key, SenderSettings settings, BrandSettings brand, string brandKey)
    {
        var address = read.Required($"{key}:Address", settings.Address);
        if (address.Length > 0 && !SenderAddress.IsMatch(address) && !OneWaySender.Is(address))
        {
            read.Error(
                $"{key}:Address",
                "is an E.164 number, a short code, a messaging service SID (MG…), a channel address (whatsapp:+…, rcs:…, messenger:…) or an alphanumeric id of 3 to 11 characters with a letter (ACME)."
            );
        }

        var handledBy = ProviderKeywords.DefaultFor(
            address,
            read.Choice($"{brandKey}:OptOutHandledBy", brand.OptOutHandledBy, OptOutHandledBy.App)
        );
        return new Sender(address, read.Choice($"{key}:OptOutHandledBy", settings.OptOutHandledBy, handledBy));
    }

    private static Campaign Campaign(SettingReader read, string key, CampaignSettings settings, BrandSettings brand)
    {
        if (settings.Keywords.Count > 0 && string.IsNullOrWhiteSpace(settings.CallToAction))
        {
            read.Error($"{key}:CallToAction", "is required with Keywords: it is the statement that the recipient agreed to.");
        }

        return new Campaign
        {
            Id = read.Id($"{key}:Id", settings.Id),
            Purpose = read.Choice($"{key}:Purpose", settings.Purpose, Purpose.Marketing),
            Description = string.IsNullOrWhiteSpace(settings.Description) ? null : settings.Description.Trim(),
            Content = CampaignGates.Content(read, $"{key}:Content", settings.Content),
            QuietHours = read.Choice($"{key}:QuietHours", settings.QuietHours, QuietHours.On),
            Senders = CampaignGates.Senders(read, $"{key}:Senders", settings.Senders, brand),
            Countries = CampaignGates.Countries(read, $"{key}:Countries", settings.Countries),
            Promised = CampaignGates.Promised(read, key, settings),
            Recurring = read.Flag($"{key}:Recurring", settings.Recurring),
            Keywords = [.. settings.Keywords],
            CallToAction = settings.CallToAction,
            DoubleOptIn = read.Flag($"{key}:DoubleOptIn", settings.DoubleOptIn),
            DoubleOptInWindow = read.Duration($"{key}:DoubleOptInWindow", settings.DoubleOptInWindow, Defaults.DoubleOptInWindow),
            ReconfirmAfter = read.Duration($"{key}:ReconfirmAfter", settings.ReconfirmAfter, Defaults.ReconfirmAfter),
            ReconfirmEvery = read.OptionalDuration($"{key}:ReconfirmEvery", settings.ReconfirmEvery),
            RemindEvery = read.Duration($"{key}:RemindEvery", settings.RemindEvery, Defaults.RemindEvery),
            PriorRelationshipWindow = read.Duration(
                $"{key}:PriorRelationshipWindow",
                settings.PriorRelationshipWindow,
                Defaults.PriorRelationshipWindow
            ),
            Suspended = read.Flag($"{key}:Suspended", settings.Suspended),
        };
    }

    private static KeywordTable Keywords(SettingReader read, string key, BrandSettings settings)
    {
        var extras = new Dictionary<KeywordClass, IReadOnlyList<string>>();
        foreach (var (name, words) in settings.Keywords)
        {
            var found = Enum.GetValues<KeywordClass>()
                .Where(c => c != KeywordClass.Campaign && string.Equals(c.ToString(), name, StringComparison.OrdinalIgnoreCase))
                .ToArray();
            if (found.Length == 0)
            {
                read.Error($"{key}:Keywords:{name}", "is one of OptOut, OptOutAll, OptIn, Yes, Help.");
                continue;
            }

            extras[found[0]] = [.. words];
        }

        // By their place, not their id: an id that is used twice is another fault, reported elsewhere.
        var byCampaign = settings
            .Campaigns.Select(
                (c, i) => (c.Id, c.Keywords, Key: string.Create(CultureInfo.InvariantCulture, $"{key}:Campaigns:{i}:Keywords"))
            )
            .DistinctBy(c => c.Id, StringComparer.Ordinal)
            .ToDictionary(c => c.Id ?? "", StringComparer.Ordinal);
        var table = KeywordTable.Build(
            extras,
            byCampaign.ToDictionary(c => c.Key, c => (IReadOnlyList<string>)[.. c.Value.Keywords], StringComparer.Ordinal),
            out var faults
        );
        foreach (var fault in faults)
        {
            var list = fault.Campaign is null ? $"{key}:Keywords:{fault.Class}" : byCampaign[fault.Campaign].Key;
            read.Error(string.Create(CultureInfo.InvariantCulture, $"{list}:{fault.Index}"), fault.What);
        }

        return table;
    }

    private static readonly Regex SenderAddress = new(
        @"^((whatsapp:)?\+[1-9][0-9]{6,14}|[0-9]{3,8}|MG[0-9a-fA-F]{32}|(rcs|messenger):\S{1,200})$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    );
}

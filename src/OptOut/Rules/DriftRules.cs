namespace OptOut;

/// <summary>One difference between Twilio's settings and ours (rule 41).</summary>
/// <param name="What">What differs, in a word of a fixed list.</param>
/// <param name="Where">The number, the service or the setting.</param>
/// <param name="Expected">What it should be.</param>
/// <param name="Found">What it is.</param>
/// <param name="DoThis">Where and how to put it right.</param>
public sealed record DriftFinding(string What, string Where, string? Expected, string? Found, string DoThis);

/// <summary>Holds Twilio's settings against the configuration (rule 41).</summary>
public static class DriftRules
{
    private const string OfNumbers = "Console: Phone Numbers, Manage, Active numbers, the number, Messaging Configuration.";
    private const string OfShortCodes = "Console: Phone Numbers, Manage, Short codes, the short code, Messaging.";
    private const string OfApplications = "Console: Phone Numbers, Manage, TwiML apps.";
    private const string OfServices = "Console: Messaging, Services, the service, Integration.";
    private const string OfPrograms = "Console: Messaging, Regulatory Compliance, Campaigns, the campaign.";

    /// <summary>All differences, the senders in the order of the configuration.</summary>
    public static IReadOnlyList<DriftFinding> Examine(Account account, string publicBaseUrl, TwilioSettings twilio)
    {
        var expected = publicBaseUrl.TrimEnd('/') + "/api/twilio/messages";
        var findings = new List<DriftFinding>();
        foreach (
            var (brand, sender) in account
                .Brands.Values.OrderBy(b => b.Id, StringComparer.Ordinal)
                .SelectMany(b => b.Senders.Select(s => (b, s)))
        )
        {
            findings.AddRange(
                sender.Address switch
                {
                    ['+', ..] => OfNumber(sender, twilio, expected),
                    [>= '0' and <= '9', ..] => OfNumber(sender, twilio, expected),
                    ['M', 'G', ..] => OfService(brand, sender, twilio, expected),
                    _ => [],
                }
            );
        }

        findings.AddRange(
            from number in twilio.Numbers
            where account.FindSender(number.Address, number.Service) is null && number.Webhook.Url == expected
            select new DriftFinding(
                "sender-not-configured",
                number.Address,
                null,
                null,
                "Its messages come here and are refused: add it to a brand's Senders, or point it elsewhere. " + OfNumbers
            )
        );
        return findings;
    }

    private static IEnumerable<DriftFinding> OfNumber(Sender sender, TwilioSettings twilio, string expected)
    {
        var page = sender.Address.StartsWith('+') ? OfNumbers : OfShortCodes;
        if (twilio.Numbers.FirstOrDefault(n => n.Address == sender.Address) is not { } number)
        {
            yield return new(
                "sender-unknown-at-twilio",
                sender.Address,
                "a number of this account",
                null,
                "Buy or move the number, or take it out of the brand's Senders. " + page
            );
            yield break;
        }

        if (ProviderKeywords.DefaultFor(sender.Address) == OptOutHandledBy.Carrier && sender.OptOutHandledBy != OptOutHandledBy.Carrier)
        {
            yield return new(
                "opt-out-handled-by",
                sender.Address,
                "Carrier",
                sender.OptOutHandledBy.ToString(),
                "The carriers answer STOP to a toll-free number, whatever Twilio is set to: leave OptOutHandledBy out of the configuration (OptOut:Accounts:N:Brands:N:Senders:N), or set it to Carrier."
            );
        }

        // A service that does not defer is called in its numbers' place.
        if (number.Service is null || twilio.Services.FirstOrDefault(s => s.Sid == number.Service) is { DefersToNumbers: true })
        {
            if (number.Application is not null)
            {
                yield return new(
                    "handled-by-application",
                    sender.Address,
                    "Webhook",
                    number.Application,
                    $"Twilio calls the TwiML app and ignores the number's own webhook: configure the number with \"Webhook\" and {expected}, or give the app that URL. {page} {OfApplications}"
                );
                yield break;
            }

            foreach (var finding in OfWebhook(number.Webhook, sender.Address, expected, page))
            {
                yield return finding;
            }
        }
        else if (twilio.Services.FirstOrDefault(s => s.Sid == number.Service) is { } service)
        {
            foreach (var finding in OfWebhook(service.Webhook, $"{service.Sid} (for {sender.Address})", expected, OfServices))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<DriftFinding> OfService(Brand brand, Sender sender, TwilioSettings twilio, string expected)
    {
        if (twilio.Services.FirstOrDefault(s => s.Sid == sender.Address) is not { } service)
        {
            yield return new(
                "sender-unknown-at-twilio",
                sender.Address,
                "a messaging service of this account",
                null,
                "Take the service out of the brand's Senders, or correct its SID. " + OfServices
            );
            yield break;
        }

        if (service.DefersToNumbers)
        {
            yield return new(
                "service-defers",
                sender.Address,
                "Send a webhook",
                "Defer to sender's webhook",
                "Choose \"Send a webhook\", or see that each of its numbers has the webhook itself. " + OfServices
            );
        }
        else if (string.IsNullOrEmpty(service.Webhook.Url))
        {
            yield return new(
                "service-drops-messages",
                sender.Address,
                expected,
                null,
                "Twilio drops what comes to the service and keeps no log of it, so nobody can opt out: choose \"Send a webhook\" with the expected URL. "
                    + OfServices
            );
        }
        else
        {
            foreach (var finding in OfWebhook(service.Webhook, sender.Address, expected, OfServices))
            {
                yield return finding;
            }
        }

        foreach (var finding in service.Program is { } program ? OfProgram(brand, sender.Address, program) : [])
        {
            yield return finding;
        }
    }

    private static IEnumerable<DriftFinding> OfWebhook(TwilioWebhook webhook, string where, string expected, string page)
    {
        if (WithoutOverrides(webhook.Url) != expected)
        {
            yield return new(
                "webhook-url",
                where,
                expected,
                Shown(webhook.Url),
                "Opt-outs do not arrive here: set \"A message comes in\" to the expected URL. " + page
            );
        }
        else if (!IsPost(webhook.Method))
        {
            yield return new("webhook-method", where, "POST", webhook.Method, "Set \"A message comes in\" to HTTP POST. " + page);
        }

        if (string.IsNullOrWhiteSpace(webhook.FallbackUrl))
        {
            yield return new(
                "fallback-url",
                where,
                expected,
                null,
                "A message that fails once is not delivered again: set \"Primary handler fails\" to a TwiML Bin with <Response/>, or to the expected URL. "
                    + page
            );
        }
        else if (WithoutOverrides(webhook.FallbackUrl) != expected && !IsTwimlBin(webhook.FallbackUrl))
        {
            yield return new(
                "fallback-url",
                where,
                expected,
                Shown(webhook.FallbackUrl),
                "Nobody of ours answers there: set \"Primary handler fails\" to a TwiML Bin with <Response/>, or to the expected URL. "
                    + page
            );
        }
        else if (!IsPost(webhook.FallbackMethod) && !IsTwimlBin(webhook.FallbackUrl))
        {
            yield return new(
                "fallback-method",
                where,
                "POST",
                webhook.FallbackMethod,
                "Set \"Primary handler fails\" to HTTP POST. " + page
            );
        }
    }

    private static IEnumerable<DriftFinding> OfProgram(Brand brand, string where, TwilioProgram program)
    {
        foreach (
            var (what, keywords, classes) in new (string, IReadOnlyList<string>, KeywordClass[])[]
            {
                ("opt-out-keywords", program.OptOutKeywords, [KeywordClass.OptOut, KeywordClass.OptOutAll]),
                ("opt-in-keywords", program.OptInKeywords, [KeywordClass.OptIn, KeywordClass.Yes, KeywordClass.Campaign]),
                ("help-keywords", program.HelpKeywords, [KeywordClass.Help]),
            }
        )
        {
            foreach (var word in keywords.Where(word => brand.Keywords.Match(word) is not { } match || !classes.Contains(match.Class)))
            {
                yield return new(
                    what,
                    where,
                    $"a keyword of brand {brand.Id}",
                    word,
                    $"Carriers were told that {word} works: add it to the brand's Keywords, or take it out of the registration. "
                        + OfPrograms
                );
            }
        }

        foreach (
            var (what, registered, ours) in new[]
            {
                ("opt-out-text", program.OptOutMessage, brand.OptOutText),
                ("opt-in-text", program.OptInMessage, brand.OptInText),
                ("help-text", program.HelpMessage, brand.HelpText),
            }
        )
        {
            if (!string.IsNullOrWhiteSpace(registered) && registered.Trim() != ours.Trim())
            {
                yield return new(
                    what,
                    where,
                    ours,
                    registered,
                    "What is sent is not what was registered: make the brand's text and the registration say the same. " + OfPrograms
                );
            }
        }
    }

    private static bool IsPost(string? method) => method is null || method.Equals("POST", StringComparison.OrdinalIgnoreCase);

    /// <summary>What follows <c>#</c> tells Twilio how to retry, and is not sent.</summary>
    private static string? WithoutOverrides(string? url) => url?.Split('#')[0];

    /// <summary>
    /// Twilio hosts it, so it answers when we do not, by either method, and reconciliation takes the message from Twilio's log
    /// (docs/operations.md).
    /// </summary>
    private static bool IsTwimlBin(string url) => url.StartsWith("https://handler.twilio.com/twiml/", StringComparison.OrdinalIgnoreCase);

    private static string? Shown(string? url) => string.IsNullOrWhiteSpace(url) ? null : url;
}

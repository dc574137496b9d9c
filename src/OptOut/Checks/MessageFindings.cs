namespace OptOut;

/// <summary>
/// Rule 26: what a message's text leaves undone, with the span each finding means. What evades opt-outs is always reported
/// (policy, "Attempts to Evade"), what is missing only where it is owed. A keyword that a brand added for itself opts out, but the policy
/// asks for a standard one.
/// </summary>
public static class MessageFindings
{
    /// <summary>Looks through a message's text. Takes any UTF-16 and never throws for it; its time is linear in the text.</summary>
    /// <param name="body">The text as it is to be sent.</param>
    /// <param name="brandName">The name the recipient knows: it must stand there as whole words, whatever case, accents or
    /// punctuation.</param>
    /// <param name="identifySender">Whether the message owes the brand's name (obligation <c>identify-sender</c>).</param>
    /// <param name="optOutLanguage">Whether it owes opt-out language (obligation <c>opt-out-language</c>).</param>
    /// <param name="optOutMeans">Whether it owes a link to stop by (obligation <c>opt-out-means</c>): then words beside the link are
    /// opt-out language enough.</param>
    /// <param name="reconfirm">Whether it owes a reconfirmation of the consent (obligation <c>reconfirm-consent</c>).</param>
    /// <param name="domains">Where its links may lead; empty: anywhere but to public shorteners.</param>
    /// <returns>In the order of the text, what is missing last; empty when all is well.</returns>
    public static IReadOnlyList<Finding> Find(
        string body,
        string brandName,
        bool identifySender,
        bool optOutLanguage,
        bool optOutMeans = false,
        bool reconfirm = false,
        IReadOnlyList<string>? domains = null
    )
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(brandName);
        var phrases = new OptOutPhraseFinder(body, OptOutPhraseKeywords.BuiltIn).Find();

        var findings = phrases
            .Disguises.Select(span => new Finding(
                FindingType.NonStandardOptOutPhrase,
                span.Start,
                span.End - span.Start,
                body[span.Start..span.End]
            ))
            .Concat(Links(body, domains ?? []))
            .Concat(
                AmbiguousKeywords
                    .Find(body)
                    .Select(span => new Finding(
                        FindingType.AmbiguousKeyword,
                        span.Start,
                        span.End - span.Start,
                        body[span.Start..span.End]
                    ))
            )
            .OrderBy(finding => finding.Start)
            .ToList();
        if (identifySender && !FindingBrand.IsNamed(body, brandName))
        {
            findings.Add(Missing(FindingType.MissingSenderIdentification));
        }

        // The phrase that is there says more than the one that is missing.
        if (optOutLanguage && !phrases.HasStandard && phrases.Disguises.Count == 0 && !(optOutMeans && OneWayText.SaysHowToStop(body)))
        {
            findings.Add(Missing(FindingType.MissingOptOutLanguage));
        }

        if (optOutMeans && !OneWayText.HasLink(body))
        {
            findings.Add(Missing(FindingType.MissingOptOutMeans));
        }

        if (reconfirm && !Reconfirmation.IsAsked(body))
        {
            findings.Add(Missing(FindingType.MissingReconfirmation));
        }

        return findings;

        Finding Missing(FindingType type) => new(type, body.Length, 0, null);
    }

    private static IEnumerable<Finding> Links(string body, IReadOnlyList<string> domains)
    {
        foreach (var (start, length, host) in MessageLinks.Find(body))
        {
            var type =
                MessageLinks.IsShortener(host) && !MessageLinks.IsWithin(host, domains) ? FindingType.PublicUrlShortener
                : domains.Count > 0 && !MessageLinks.IsWithin(host, domains) ? FindingType.LinkOutsideBrand
                : (FindingType?)null;
            if (type is { } found)
            {
                yield return new Finding(found, start, length, body.Substring(start, length));
            }
        }
    }
}

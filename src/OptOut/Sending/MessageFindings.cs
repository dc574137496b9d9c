namespace OptOut;

/// <summary>
/// Rule 26: what a message's text leaves undone, with the span each finding means. What evades opt-outs is always reported
/// (policy, "Attempts to Evade"), what is missing only where it is owed.
/// </summary>
public static class MessageFindings
{
    private static readonly OptOutPhraseKeywords BuiltIn =
        new(OptOutPhraseWords.BuiltIn.Keywords, OptOutPhraseWords.BuiltIn.StandardKeywords);

    /// <summary>Looks through a message's text. Takes any UTF-16 and never throws for it; its time is linear in the text.</summary>
    /// <param name="body">The text as it is to be sent.</param>
    /// <param name="brandName">The name the recipient knows: it must stand there as whole words, whatever case, accents or punctuation.</param>
    /// <param name="identifySender">Whether the message owes the brand's name (obligation <c>identify-sender</c>).</param>
    /// <param name="optOutLanguage">Whether it owes opt-out language (obligation <c>opt-out-language</c>).</param>
    /// <param name="optOutKeywords">The brand's opt-out keywords, if it has more than the built-in ones, which always count.</param>
    /// <returns>In the order of the text, what is missing last; empty when all is well.</returns>
    public static IReadOnlyList<Finding> Find(
        string body, string brandName, bool identifySender, bool optOutLanguage, IEnumerable<string>? optOutKeywords = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(brandName);
        var keywords = optOutKeywords is null
            ? BuiltIn
            : new OptOutPhraseKeywords(OptOutPhraseWords.BuiltIn.Keywords.Concat(optOutKeywords), OptOutPhraseWords.BuiltIn.StandardKeywords);
        var phrases = new OptOutPhraseFinder(body, keywords).Find();

        var findings = phrases.Disguises
            .Select(span => new Finding(FindingType.NonStandardOptOutPhrase, span.Start, span.End - span.Start, body[span.Start..span.End]))
            .ToList();
        if (identifySender && !FindingBrand.IsNamed(body, brandName))
        {
            findings.Add(Missing(FindingType.MissingSenderIdentification));
        }

        // The phrase that is there says more than the one that is missing.
        if (optOutLanguage && !phrases.HasStandard && phrases.Disguises.Count == 0)
        {
            findings.Add(Missing(FindingType.MissingOptOutLanguage));
        }

        return findings;

        Finding Missing(FindingType type) => new(type, body.Length, 0, null);
    }
}

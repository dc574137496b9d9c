using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>Whether a text that a brand sends says how to opt out (rules 14, 26).</summary>
public static class OptOutLanguage
{
    private static readonly FrozenSet<string> Standard = OptOutPhraseWords
        .BuiltIn.StandardKeywords.Select(keyword => string.Concat(FindingText.Fold(keyword)))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// Whether it names a standard keyword as one: in words that say what it does ("Reply STOP to unsubscribe", five languages), or in
    /// capitals ("STOP=end"). "See you at the end of May" names none.
    /// </summary>
    public static bool IsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FindingText.Words(text, withSigns: false).Exists(word => word.IsUpper && Standard.Contains(word.Folded))
            || new OptOutPhraseFinder(text, OptOutPhraseKeywords.BuiltIn).Find().HasStandard;
    }
}

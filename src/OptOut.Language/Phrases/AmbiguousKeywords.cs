using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>
/// Finds where a message asks for CANCEL, END or YES as an answer to something else than its subscription (rule 26): whoever gives it, opts
/// out, or is taken for somebody who does. The words are in <c>ambiguous-keywords.json</c>.
/// </summary>
internal static class AmbiguousKeywords
{
    private const int MaxFillers = 4,
        PurposeWithin = 6;

    private static readonly WordFile File = DataFile.Read<WordFile>("ambiguous-keywords.json");
    private static readonly FrozenSet<string> Words = Folded(File.Words),
        Agreeing = Folded(File.Agreeing),
        Connectors = Folded(File.Connectors),
        Subscriptions = Folded(File.Subscriptions);
    private static readonly OptOutPhraseWords Vocabulary = OptOutPhraseWords.BuiltIn;

    /// <summary>The spans of such keywords, in UTF-16 units of the body.</summary>
    public static IEnumerable<(int Start, int End)> Find(string body)
    {
        var words = FindingText.Words(body, withSigns: false);
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (
                Words.Contains(words[i].Folded)
                && (words[i].IsUpper || IsAskedFor(words, i))
                && Connectors.Contains(words[i + 1].Folded)
                && !IsOfTheSubscription(words, i)
            )
            {
                yield return (words[i].Start, words[i].End);
            }
        }
    }

    private static bool IsAskedFor(List<FindingWord> words, int at)
    {
        for (var i = at - 1; i >= 0 && i >= at - MaxFillers; i--)
        {
            if (Vocabulary.Verbs.Contains(words[i].Folded))
            {
                return true;
            }

            if (!Vocabulary.Fillers.Contains(words[i].Folded))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>"CANCEL to unsubscribe", "END to stop messages", "YES to keep receiving alerts" mean what the keyword does.</summary>
    private static bool IsOfTheSubscription(List<FindingWord> words, int keyword)
    {
        var agrees = Agreeing.Contains(words[keyword].Folded);
        for (var i = keyword + 2; i < words.Count && i <= keyword + PurposeWithin; i++)
        {
            if (agrees ? Subscriptions.Contains(words[i].Folded) : IsOptingOut(words, i))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOptingOut(List<FindingWord> words, int at)
    {
        var (length, kind) = Vocabulary.PurposeAt(words, at);
        if (length == 0)
        {
            return false;
        }

        // "To cancel" and "to end" are about messages only when they say so, or end there.
        return kind == OptOutPhraseWords.PurposeKind.Always
            || words.Skip(at + length).Take(3).Any(w => Vocabulary.Topics.Contains(w.Folded))
            || (kind == OptOutPhraseWords.PurposeKind.Ending && at + length >= words.Count);
    }

    private static FrozenSet<string> Folded(string[] words) => words.SelectMany(FindingText.Fold).ToFrozenSet(StringComparer.Ordinal);

    private sealed record WordFile(
        string About,
        IReadOnlyList<string> Sources,
        string[] Words,
        string[] Agreeing,
        string[] Connectors,
        string[] Subscriptions
    );
}

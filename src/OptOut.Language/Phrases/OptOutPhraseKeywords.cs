using System.Text;

namespace OptOut.Language;

/// <summary>The keywords an opt-out instruction may name, and the ways in which they are disguised.</summary>
internal sealed class OptOutPhraseKeywords
{
    /// <summary>The keywords of all languages; those of English are the standard ones.</summary>
    public static readonly OptOutPhraseKeywords BuiltIn = new(
        OptOutPhraseWords.BuiltIn.Keywords,
        OptOutPhraseWords.BuiltIn.StandardKeywords
    );

    private readonly HashSet<string> exact = new(StringComparer.Ordinal);
    private readonly HashSet<string> skeletons = new(StringComparer.Ordinal);
    private readonly HashSet<string> strong = new(StringComparer.Ordinal);
    private readonly HashSet<string> parts = new(StringComparer.Ordinal);
    private readonly HashSet<string> firstParts = new(StringComparer.Ordinal);
    private readonly int longest,
        mostParts;

    /// <param name="keywords">As their data spells them: a space says that a keyword is also written in parts ("OPT OUT").</param>
    /// <param name="standard">Those whose disguises are reported wherever they stand.</param>
    public OptOutPhraseKeywords(IEnumerable<string> keywords, IEnumerable<string> standard)
    {
        foreach (var keyword in keywords)
        {
            var words = FindingText.Words(keyword, withSigns: false);
            Add([.. words.Select(w => w.Exact)]);
            // People leave accents out.
            var folded = Add([.. words.Select(w => w.Folded)]);
            skeletons.Add(FindingText.Skeleton(folded));
            longest = Math.Max(longest, folded.Length);
            mostParts = Math.Max(mostParts, words.Count);
        }

        // Three letters (END) are too few to see a disguise without an instruction around them.
        strong.UnionWith(standard.Select(k => FindingText.Skeleton(string.Concat(FindingText.Fold(k)))).Where(k => k.Length >= 4));

        string Add(string[] words)
        {
            var whole = string.Concat(words);
            exact.Add(whole);
            parts.Add(string.Join(' ', words));
            firstParts.UnionWith(words.Take(1));
            return whole;
        }
    }

    /// <summary>"STOP2END", "Stop2quit": keyword and purpose in one word.</summary>
    public bool IsJoined(FindingWord word, OptOutPhraseWords vocabulary)
    {
        var two = word.Exact.IndexOf('2', StringComparison.Ordinal);
        return two > 0
            && exact.Contains(word.Exact[..two])
            && vocabulary.PurposeAt(FindingText.Words(word.Exact[(two + 1)..], withSigns: false), 0).Length > 0;
    }

    /// <summary>
    /// Whether a keyword stands right before <paramref name="at"/>: in "Reply STOP to unsubscribe Text YES", the purpose is STOP's.
    /// </summary>
    public bool EndsAt(List<FindingWord> words, int at) =>
        Enumerable.Range(1, Math.Min(at, mostParts)).Any(length => StandardAt(words, at - length) == length);

    /// <summary>How many words from <paramref name="at"/> on are a keyword as it should be written; 0 for none.</summary>
    public int StandardAt(List<FindingWord> words, int at)
    {
        for (var count = Math.Min(mostParts, words.Count - at); count > 1; count--)
        {
            if (IsInParts(words, at, count) && Enumerable.Range(at + 1, count - 1).All(i => words[i].Start - words[i - 1].End == 1))
            {
                return count;
            }
        }

        return at < words.Count && exact.Contains(words[at].Exact) ? 1 : 0;
    }

    /// <summary>
    /// How many words from <paramref name="at"/> on are a keyword in disguise; 0 for none. Without an instruction around it
    /// (<paramref name="inInstruction"/>) only what cannot be read otherwise counts.
    /// </summary>
    public int DisguisedAt(string body, List<FindingWord> words, int at, bool inInstruction)
    {
        if (at >= words.Count || StandardAt(words, at) > 0)
        {
            return 0;
        }

        var set = inInstruction ? skeletons : strong;
        if (IsDisguisedWord(words[at], set, inInstruction))
        {
            return 1;
        }

        return JoinedAt(body, words, at, set, inInstruction);
    }

    private static bool IsDisguisedWord(FindingWord word, HashSet<string> set, bool inInstruction)
    {
        var plain = word.Skeleton.Replace("*", "", StringComparison.Ordinal);
        if (set.Contains(plain))
        {
            // An accent alone may be another language's word.
            return inInstruction || !OnlyAccentsDiffer(word);
        }

        return word.Skeleton.Contains('*', StringComparison.Ordinal) && set.Any(k => MatchesWithStars(k, word.Skeleton));
    }

    private static bool OnlyAccentsDiffer(FindingWord word) =>
        word.Folded.All(char.IsAsciiLetter)
        && string.Concat(word.Exact.Where(c => !FindingText.IsMark(char.GetUnicodeCategory(c))))
            .Equals(word.Folded, StringComparison.Ordinal);

    private static bool MatchesWithStars(string keyword, string written) =>
        keyword.Length == written.Length
        && written.Count(c => c == '*') * 2 <= keyword.Length
        && keyword.Zip(written).All(p => p.Second == '*' || p.First == p.Second);

    /// <summary>S.T.O.P, S T O P, ST-OP: a keyword cut into pieces.</summary>
    private int JoinedAt(string body, List<FindingWord> words, int at, HashSet<string> set, bool inInstruction)
    {
        var joined = new StringBuilder(words[at].Skeleton);
        var singleLetters = words[at].Skeleton.Length == 1;
        var spaced = false;
        for (var next = at + 1; next < words.Count && joined.Length < longest; next++)
        {
            var gap = body.AsSpan(words[next - 1].End, words[next].Start - words[next - 1].End);
            if (gap.Length > 3 || gap.ContainsAny('\n', '\r'))
            {
                return 0;
            }

            joined.Append(words[next].Skeleton);
            singleLetters &= words[next].Skeleton.Length == 1;
            spaced |= gap.ContainsAny(' ', '\t', '\u00a0') || gap.IsEmpty;
            if (set.Contains(joined.ToString()) && (singleLetters || inInstruction || !spaced))
            {
                return IsInParts(words, at, next - at + 1) ? 0 : next - at + 1;
            }
        }

        return 0;
    }

    /// <summary>The parts in which a keyword is written are no disguise (rule 5: inner hyphens and spaces).</summary>
    private bool IsInParts(List<FindingWord> words, int at, int count) =>
        firstParts.Contains(words[at].Exact) && parts.Contains(string.Join(' ', words.GetRange(at, count).Select(w => w.Exact)));
}

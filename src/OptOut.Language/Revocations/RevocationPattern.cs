using System.Numerics;

namespace OptOut.Language;

/// <summary>
/// A phrase in compiled form: a row of elements, each a choice of word sequences, some optional. Matching keeps the set of places
/// reached as bits, so that it never goes back: its time is bounded by the phrase, whatever the text.
/// </summary>
/// <param name="elements">For each element its sequences of word ids by their first word, and whether it may be left out.</param>
/// <param name="spansCommas">Whether a comma within the phrase is grammar (German) and not the end of a clause.</param>
internal sealed class RevocationPattern(IReadOnlyList<RevocationPattern.Element> elements, bool spansCommas)
{
    /// <summary>An element's word that stands for any one word which is not in the vocabulary: a name.</summary>
    public const int AnyUnknownWord = 0;

    private const int MaxWords = 31;

    /// <summary>How many words from <paramref name="from"/> the longest match takes within its clause; 0 where none does.</summary>
    public int Match(ReadOnlySpan<MessageWord> words, int from)
    {
        uint reached = 1;
        foreach (Element element in elements)
        {
            uint next = element.Optional ? reached : 0;
            for (uint left = reached; left != 0; left &= left - 1)
            {
                int offset = BitOperations.TrailingZeroCount(left);
                if (offset > 0 && Ends(words[from + offset - 1]))
                {
                    continue;
                }

                if (!element.ByFirstWord.TryGetValue(words[from + offset].Id, out List<int[]>? sequences))
                {
                    continue;
                }

                foreach (int[] sequence in sequences)
                {
                    if (offset + sequence.Length <= MaxWords && Follows(words, from + offset, sequence))
                    {
                        next |= 1u << (offset + sequence.Length);
                    }
                }
            }
            reached = next;
            if (reached == 0)
            {
                return 0;
            }
        }
        return BitOperations.Log2(reached);
    }

    private bool Ends(MessageWord word) => word.EndsClause && !(spansCommas && word.Comma);

    private bool Follows(ReadOnlySpan<MessageWord> words, int from, int[] sequence)
    {
        for (int index = 1; index < sequence.Length; index++)
        {
            if (Ends(words[from + index - 1]) || words[from + index].Id != sequence[index])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The words with which a match can begin.</summary>
    public IEnumerable<int> FirstWords()
    {
        foreach (Element element in elements)
        {
            foreach (int word in element.ByFirstWord.Keys)
            {
                yield return word;
            }

            if (!element.Optional)
            {
                yield break;
            }
        }
    }

    internal sealed record Element(IReadOnlyDictionary<int, List<int[]>> ByFirstWord, bool Optional);
}

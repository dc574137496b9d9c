namespace OptOut.Language;

/// <summary>Compiled phrases by the word with which they can begin.</summary>
internal sealed class PhraseSet
{
    private readonly Dictionary<int, List<RevocationPattern>> byFirstWord = [];

    public delegate bool Accept(ReadOnlySpan<MessageWord> words, int last);

    public PhraseSet(IEnumerable<RevocationPattern> patterns)
    {
        foreach (RevocationPattern pattern in patterns)
        {
            foreach (int word in pattern.FirstWords().Distinct())
            {
                if (!byFirstWord.TryGetValue(word, out List<RevocationPattern>? list))
                {
                    byFirstWord.Add(word, list = []);
                }

                list.Add(pattern);
            }
        }
    }

    /// <summary>The length in words of the longest phrase at <paramref name="from"/> that is accepted; 0 where none is.</summary>
    public int LongestMatch(ReadOnlySpan<MessageWord> words, int from, Accept? accept = null)
    {
        if (!byFirstWord.TryGetValue(words[from].Id, out List<RevocationPattern>? patterns))
        {
            return 0;
        }

        int longest = 0;
        foreach (RevocationPattern pattern in patterns)
        {
            int length = pattern.Match(words, from);
            if (length > longest && (accept is null || accept(words, from + length - 1)))
            {
                longest = length;
            }
        }
        return longest;
    }
}

namespace OptOut.Language;

/// <summary>Turns one language's phrases into patterns, its words into ids.</summary>
internal sealed class RevocationCompiler(RevocationData data, RevocationVocabulary vocabulary)
{
    private readonly HashSet<int> typoWords = [];

    public IReadOnlyCollection<int> TypoWords => typoWords;

    public PhraseSet Phrases(IReadOnlyList<string> phrases, bool acceptTypos) =>
        new([.. phrases.Select(phrase => Pattern(phrase, acceptTypos))]);

    public HashSet<int> Words(IReadOnlyList<string> words) => [.. words.Select(One)];

    public void AddSpellings()
    {
        foreach ((string spelling, string word) in data.Typos)
        {
            vocabulary.AddSpelling(Folded(spelling) is [var one] ? one : throw NotOne(spelling), One(word));
        }

        foreach (string word in data.NotTypos)
        {
            Sequence(word, acceptTypos: false);
        }
    }

    private RevocationPattern Pattern(string phrase, bool acceptTypos)
    {
        var elements = new List<RevocationPattern.Element>();
        foreach (string part in phrase.Split(' '))
        {
            bool optional = part.EndsWith('?');
            var byFirstWord = new Dictionary<int, List<int[]>>();
            foreach (string choice in part.TrimEnd('?').Split('|'))
            {
                foreach (int[] sequence in Sequences(choice, acceptTypos))
                {
                    if (!byFirstWord.TryGetValue(sequence[0], out List<int[]>? list))
                    {
                        byFirstWord.Add(sequence[0], list = []);
                    }

                    list.Add(sequence);
                }
            }
            elements.Add(new RevocationPattern.Element(byFirstWord, optional));
        }
        return new RevocationPattern(elements, data.SpansCommas);
    }

    private IEnumerable<int[]> Sequences(string choice, bool acceptTypos)
    {
        if (choice is "*")
        {
            return
            [
                [RevocationPattern.AnyUnknownWord],
            ];
        }

        if (!choice.StartsWith('$'))
        {
            return [Sequence(choice, acceptTypos)];
        }

        if (!data.Classes.TryGetValue(choice[1..], out IReadOnlyList<string>? entries))
        {
            throw new InvalidOperationException($"The revocation phrases of '{data.Language}' name an unknown class '{choice}'.");
        }

        return entries.Select(entry => Sequence(entry, acceptTypos));
    }

    private int[] Sequence(string words, bool acceptTypos)
    {
        int[] sequence = [.. Folded(words).Select(vocabulary.Add)];
        if (acceptTypos)
        {
            typoWords.UnionWith(sequence);
        }

        return sequence;
    }

    private int One(string word) => Sequence(word, acceptTypos: false) is [var id] ? id : throw NotOne(word);

    private InvalidOperationException NotOne(string words) =>
        new($"The revocation data of '{data.Language}' has '{words}' in a list of single words.");

    private static List<string> Folded(string words)
    {
        var folded = new List<string>();
        MessageWords.Of(
            words,
            word =>
            {
                folded.Add(word.ToString());
                return 0;
            }
        );
        return folded;
    }
}

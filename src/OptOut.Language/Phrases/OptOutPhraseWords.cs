using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>
/// The vocabulary of opt-out language, from <c>Phrases/opt-out-phrases.json</c>, folded as <see cref="FindingText"/> folds a message.
/// </summary>
internal sealed class OptOutPhraseWords
{
    /// <summary>The data as built in; all languages together, as a message may mix them.</summary>
    public static readonly OptOutPhraseWords BuiltIn = new(DataFile.Read<PhraseFile>("opt-out-phrases.json"));

    private readonly FrozenDictionary<string, (string[] Words, PurposeKind Kind)[]> purposes;

    private OptOutPhraseWords(PhraseFile file)
    {
        Keywords = [.. MessageData.Languages.SelectMany(OptOuts)];
        StandardKeywords = [.. OptOuts(MessageData.Languages[0])];
        Verbs = Set(file.Verbs);
        Fillers = Set(file.Fillers);
        Connectors = Set(file.Connectors);
        Topics = Set(file.Topics);
        Details = Set(file.Details);
        Continuations = Set(file.Continuations);
        Ordinary = Set(file.Ordinary);
        purposes = Phrases(file.Purposes, PurposeKind.Always)
            .Concat(Phrases(file.Endings, PurposeKind.Ending))
            .Concat(Phrases(file.Actions, PurposeKind.Action))
            .GroupBy(p => p.Words[0], StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.OrderByDescending(p => p.Words.Length).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>How surely a purpose means opting out.</summary>
    public enum PurposeKind
    {
        /// <summary>It always does.</summary>
        Always,

        /// <summary>It does at the end of a clause or before a topic: "to end", "to stop texts", not "to stop the delivery".</summary>
        Ending,

        /// <summary>It may be about an order or an appointment: "to cancel".</summary>
        Action,
    }

    /// <summary>The standard opt-out keywords of all languages: a message may offer every keyword that is understood.</summary>
    public IReadOnlyList<string> Keywords { get; }

    /// <summary>The English ones, whose disguises are reported wherever they stand.</summary>
    public IReadOnlyList<string> StandardKeywords { get; }

    public FrozenSet<string> Verbs { get; }

    public FrozenSet<string> Fillers { get; }

    public FrozenSet<string> Connectors { get; }

    public FrozenSet<string> Topics { get; }

    public FrozenSet<string> Details { get; }

    public FrozenSet<string> Continuations { get; }

    /// <summary>Words after a verb that are no invented keyword: "text us to unsubscribe".</summary>
    public FrozenSet<string> Ordinary { get; }

    /// <summary>The longest purpose that starts at a word: how many words it has, 0 for none, and its kind.</summary>
    public (int Length, PurposeKind Kind) PurposeAt(List<FindingWord> words, int at)
    {
        if (at < words.Count && purposes.TryGetValue(words[at].Folded, out var candidates))
        {
            foreach (var (phrase, kind) in candidates)
            {
                var i = 1;
                while (i < phrase.Length && at + i < words.Count && words[at + i].Folded.Equals(phrase[i], StringComparison.Ordinal))
                {
                    i++;
                }

                if (i == phrase.Length)
                {
                    return (i, kind);
                }
            }
        }

        return (0, PurposeKind.Always);
    }

    private static IEnumerable<string> OptOuts(LanguageData language) =>
        language.Keywords[KeywordClass.OptOut].Concat(language.Keywords[KeywordClass.OptOutAll]);

    private static IEnumerable<(string[] Words, PurposeKind Kind)> Phrases(IEnumerable<string> phrases, PurposeKind kind) =>
        phrases.Select(p => (FindingText.Fold(p), kind));

    private static FrozenSet<string> Set(IEnumerable<string> words) =>
        words.SelectMany(FindingText.Fold).ToFrozenSet(StringComparer.Ordinal);

    private sealed record PhraseFile(
        string About,
        IReadOnlyList<string> Sources,
        string[] Verbs,
        string[] Fillers,
        string[] Connectors,
        string[] Purposes,
        string[] Endings,
        string[] Actions,
        string[] Topics,
        string[] Details,
        string[] Continuations,
        string[] Ordinary
    );
}

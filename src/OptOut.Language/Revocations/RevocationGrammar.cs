namespace OptOut.Language;

/// <summary>The phrases of one language, compiled: <c>[lead …] phrase [tail …]</c> must fill a clause.</summary>
internal sealed class RevocationGrammar
{
    // Bounds on politeness keep the whole linear in the text.
    private const int MaxLeads = 6,
        MaxTails = 6,
        RestartLooksBack = 12,
        QuestionLooksAhead = 40;

    private readonly PhraseSet phrases,
        wholeMessage,
        signals,
        leads,
        asking,
        tails;
    private readonly HashSet<int> restarts,
        restartBlockers,
        continuers;

    public RevocationGrammar(RevocationData data, RevocationVocabulary vocabulary)
    {
        Language = data.Language;
        var compiler = new RevocationCompiler(data, vocabulary);
        phrases = compiler.Phrases(data.Phrases, acceptTypos: true);
        wholeMessage = compiler.Phrases(data.WholeMessage, acceptTypos: true);
        signals = compiler.Phrases(data.Signals, acceptTypos: false);
        leads = compiler.Phrases([.. data.Leads, .. data.Asking, .. data.Signals], acceptTypos: false);
        asking = compiler.Phrases(data.Asking, acceptTypos: false);
        tails = compiler.Phrases(data.Tails, acceptTypos: false);
        restarts = compiler.Words(data.Restarts);
        restartBlockers = compiler.Words(data.RestartBlockers);
        continuers = compiler.Words(data.Continuers);
        compiler.AddSpellings();
        TypoWords = compiler.TypoWords;
    }

    public string Language { get; }

    /// <summary>The phrases' own words, in which typing errors are accepted once every language's words are known.</summary>
    public IReadOnlyCollection<int> TypoWords { get; }

    /// <summary>First and last word of the first revocation; null where there is none.</summary>
    public (int First, int Last)? Find(ReadOnlySpan<MessageWord> words)
    {
        (int First, int Last)? bare = null;
        bool signal = false,
            fillsMessage = true;
        int clauseStart = 0;
        for (int index = 0; index < words.Length; index++)
        {
            bool startsClause = index == clauseStart;
            if (startsClause || MayRestart(words, clauseStart, index))
            {
                if (FindAt(words, index, phrases, mayContinue: true) is { } found)
                {
                    return found;
                }
            }
            if (startsClause)
            {
                signal |= signals.LongestMatch(words, index) > 0;
                (int, int)? whole = FindAt(words, index, wholeMessage, mayContinue: false);
                bare ??= whole;
                fillsMessage &= whole is not null || IsPolite(words, index);
            }
            if (words[index].EndsClause)
            {
                clauseStart = index + 1;
            }
        }
        return signal || fillsMessage ? bare : null;
    }

    private bool MayRestart(ReadOnlySpan<MessageWord> words, int clauseStart, int index)
    {
        if (!restarts.Contains(words[index - 1].Id) && !restarts.Contains(words[index].Id))
        {
            return false;
        }

        for (int before = Math.Max(clauseStart, index - RestartLooksBack); before < index; before++)
        {
            if (restartBlockers.Contains(words[before].Id))
            {
                return false;
            }
        }
        return true;
    }

    private (int First, int Last)? FindAt(ReadOnlySpan<MessageWord> words, int from, PhraseSet phrases, bool mayContinue)
    {
        bool asks = false;
        for (int count = 0; count <= MaxLeads; count++)
        {
            int length = phrases.LongestMatch(words, from, (all, end) => Ends(all, end, mayContinue));
            if (length > 0 && (asks || !Asks(words, from + length - 1)))
            {
                return (from, from + length - 1);
            }

            int lead = leads.LongestMatch(words, from);
            if (lead == 0 || words[from + lead - 1].EndsClause)
            {
                return null;
            }

            asks |= asking.LongestMatch(words, from) > 0;
            from += lead;
        }
        return null;
    }

    /// <summary>Whether what follows the phrase's last word lets it stand.</summary>
    private bool Ends(ReadOnlySpan<MessageWord> words, int last, bool mayContinue)
    {
        for (int count = 0; count <= MaxTails; count++)
        {
            if (words[last].EndsClause)
            {
                return true;
            }

            int tail = tails.LongestMatch(words, last + 1);
            if (tail == 0)
            {
                return mayContinue && continuers.Contains(words[last + 1].Id);
            }

            last += tail;
        }
        return false;
    }

    private static bool Asks(ReadOnlySpan<MessageWord> words, int from)
    {
        int last = from + QuestionLooksAhead;
        while (from < last && !words[from].EndsClause)
        {
            from++;
        }

        return words[from].Asks;
    }

    /// <summary>Whether the clause has only what may stand around a phrase.</summary>
    private bool IsPolite(ReadOnlySpan<MessageWord> words, int index)
    {
        while (true)
        {
            int length = Math.Max(leads.LongestMatch(words, index), tails.LongestMatch(words, index));
            if (length == 0)
            {
                return false;
            }

            index += length;
            if (words[index - 1].EndsClause)
            {
                return true;
            }
        }
    }
}

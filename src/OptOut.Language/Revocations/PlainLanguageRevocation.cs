namespace OptOut.Language;

/// <summary>A plain-language revocation found in a message.</summary>
/// <param name="Phrase">The words that revoke, as they stand in the message.</param>
/// <param name="Start">Their first UTF-16 unit in the message.</param>
/// <param name="Length">Their length in UTF-16 units.</param>
/// <param name="Language">BCP 47 language of the phrase.</param>
public sealed record RevocationMatch(string Phrase, int Start, int Length, string Language);

/// <summary>
/// Recognises "please stop texting me" and its like (rule 7; 47 CFR 64.1200(a)(10) asks to honour what a reasonable person would
/// understand). In doubt it finds nothing: a phrase counts only where, with politeness around it, it fills its clause.
/// docs/adr/0102 says what is deliberately left out.
/// </summary>
public static class PlainLanguageRevocation
{
    private static readonly RevocationVocabulary Vocabulary = new();
    private static readonly IReadOnlyList<RevocationGrammar> Grammars = Compile();

    /// <summary>
    /// The first revocation in <paramref name="text"/>, or null. Pure, never throws, linear in the text's length.
    /// </summary>
    public static RevocationMatch? Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        List<MessageWord> list = MessageWords.Of(text, Vocabulary.Resolve);
        ReadOnlySpan<MessageWord> words = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list);
        foreach (RevocationGrammar grammar in Grammars)
        {
            if (grammar.Find(words) is (int first, int last))
            {
                int start = words[first].Start,
                    end = words[last].End;
                return new RevocationMatch(text[start..end], start, end - start, grammar.Language);
            }
        }
        return null;
    }

    private static List<RevocationGrammar> Compile()
    {
        List<RevocationGrammar> grammars = [.. MessageData.Revocations.Select(data => new RevocationGrammar(data, Vocabulary))];
        // Only now, so that no language's word is taken for another's typing error.
        foreach (int word in grammars.SelectMany(grammar => grammar.TypoWords))
        {
            Vocabulary.AcceptTypos(word);
        }

        return grammars;
    }
}

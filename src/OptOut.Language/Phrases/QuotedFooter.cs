namespace OptOut.Language;

/// <summary>
/// A sender's own words about opting out, sent back by a person who copied the message ("Reply STOP to unsubscribe"): the verb before the
/// keyword and the purpose after it show whose sentence it is. It says nothing of what this person wants; "text STOP", "text
/// STOP please" is an instruction followed to the letter, and no footer.
/// </summary>
public static class QuotedFooter
{
    private const int MaxWords = 14,
        MaxTextLength = 1_600;

    /// <summary>Takes such sentences off a text.</summary>
    /// <param name="text">The message.</param>
    /// <param name="rest">What is left: empty where the text was nothing else.</param>
    /// <returns>Whether there was one.</returns>
    public static bool TakeOff(string text, out string rest)
    {
        rest = text;
        if (text.Length > MaxTextLength)
        {
            return false;
        }

        var left = new System.Text.StringBuilder();
        bool any = false;
        int start = 0;
        while (start < text.Length)
        {
            int length = text.AsSpan(start).IndexOfAny(".!?\n\r");
            int end = length < 0 ? text.Length : start + length + 1;
            string sentence = text[start..end];
            if (IsFooter(sentence) || (any && IsSmallPrint(sentence)))
            {
                any = true;
            }
            else
            {
                left.Append(sentence);
            }

            start = end;
        }

        rest = left.ToString().Trim(" \r\n\t.\"“”„«»>".ToCharArray());
        return any;
    }

    private static bool IsFooter(string sentence)
    {
        string[] words = FindingText.Fold(sentence);
        if (words.Length is < 3 or > MaxWords)
        {
            return false;
        }

        var vocabulary = OptOutPhraseWords.BuiltIn;
        bool purposeFirst = vocabulary.Connectors.Contains(words[0]);
        return (purposeFirst || vocabulary.Verbs.Contains(words[0]))
            && !words.Any(word =>
                word
                    is "i"
                        or "me"
                        or "my"
                        or "yo"
                        or "mi"
                        or "je"
                        or "moi"
                        or "ich"
                        or "mich"
                        or "eu"
                        or "meu"
                        or "doesn"
                        or "doesnt"
                        or "not"
            )
            && new OptOutPhraseFinder(sentence, OptOutPhraseKeywords.BuiltIn).Find() is var found
            && (purposeFirst ? found.HasStandard : found.HasPurpose);
    }

    private static bool IsSmallPrint(string sentence) =>
        sentence.Contains("rates", StringComparison.OrdinalIgnoreCase)
        || sentence.Contains("HELP", StringComparison.Ordinal)
        || !sentence.Any(char.IsLetter);
}

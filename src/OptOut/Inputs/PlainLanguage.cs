namespace OptOut;

/// <summary>What a message means that is no keyword: nothing, a revocation in plain words, or an ordinary message (rules 5, 7).</summary>
internal static class PlainLanguage
{
    public static Classification Read(Inbound message) =>
        Read(message.Body, message.Brand.Keywords, message.Brand.FreeTextOptOut, RevocationRecogniser.BuiltIn);

    /// <summary>Reads a text that is no keyword.</summary>
    /// <param name="body">The text.</param>
    /// <param name="keywords">The brand's keywords.</param>
    /// <param name="freeText">What the brand does with plain words.</param>
    /// <param name="recogniser">Who recognises; another than the built-in one only where it is measured.</param>
    internal static Classification Read(string body, KeywordTable keywords, FreeTextOptOut freeText, RevocationRecogniser recogniser)
    {
        if (Reaction.Is(body))
        {
            return new Classification(Meaning.Nothing);
        }

        var forbidden = AnswerForbidden.IsIn(body, out var rest, out var alone);
        if (forbidden && keywords.Match(rest) is { Class: KeywordClass.OptOut or KeywordClass.OptOutAll } keyword)
        {
            return new Classification(Classification.MeaningOf(keyword.Class), keyword.Keyword)
            {
                Language = KeywordTable.OnlyLanguageOf(keyword),
                NoConfirmation = true,
            };
        }

        if (QuotedFooter.TakeOff(body, out var own) && own.Length == 0)
        {
            return new Classification(Meaning.Nothing);
        }

        var (revoked, review) = freeText switch
        {
            FreeTextOptOut.OptOut => (Meaning.OptOut, Meaning.Review),
            FreeTextOptOut.Review => (Meaning.Review, Meaning.Review),
            _ => (Meaning.IgnoredRevocation, Meaning.IgnoredRevocation),
        };
        var said = recogniser.Recognise(own);
        var phrase = said.Outcome == RecognitionOutcome.OptOut ? null : PlainLanguageRevocation.Find(own);
        if (said.Outcome == RecognitionOutcome.Ordinary && phrase is null && !alone && !IsPoliteKeyword(keywords, own))
        {
            return new Classification(Meaning.Ordinary);
        }

        return new Classification(said.Outcome == RecognitionOutcome.OptOut || phrase is not null || alone ? revoked : review)
        {
            Language = phrase?.Language ?? said.Language,
            Score = Math.Round(said.Score, 3),
            Recogniser = phrase is null ? recogniser.Version : recogniser.Version + "+phrase",
            NoConfirmation = forbidden,
        };
    }

    /// <summary>"PLEASE CANCEL" may be about an appointment, or about everything: a person shall say.</summary>
    private static bool IsPoliteKeyword(KeywordTable keywords, string text) =>
        PoliteWords.TakeOff(text) is { } rest && keywords.Match(rest) is { Class: KeywordClass.OptOut or KeywordClass.OptOutAll };
}

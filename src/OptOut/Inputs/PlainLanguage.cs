namespace OptOut;

/// <summary>What a message means that is no keyword: nothing, a revocation in plain words, or an ordinary message (rules 5, 7).</summary>
internal static class PlainLanguage
{
    public static Classification Read(Inbound message)
    {
        if (Reaction.Is(message.Body))
        {
            return new Classification(Meaning.Nothing);
        }

        var forbidden = AnswerForbidden.IsIn(message.Body, out var rest, out var alone);
        if (forbidden && message.Brand.Keywords.Match(rest) is { Class: KeywordClass.OptOut or KeywordClass.OptOutAll } keyword)
        {
            return new Classification(Classification.MeaningOf(keyword.Class), keyword.Keyword) { Language = KeywordTable.OnlyLanguageOf(keyword), NoConfirmation = true };
        }

        if (QuotedFooter.TakeOff(message.Body, out var own) && own.Length == 0)
        {
            return new Classification(Meaning.Nothing);
        }

        var (revoked, review) = message.Brand.FreeTextOptOut switch
        {
            FreeTextOptOut.OptOut => (Meaning.OptOut, Meaning.Review),
            FreeTextOptOut.Review => (Meaning.Review, Meaning.Review),
            _ => (Meaning.IgnoredRevocation, Meaning.IgnoredRevocation),
        };
        var recogniser = RevocationRecogniser.BuiltIn;
        var said = recogniser.Recognise(own);
        var phrase = said.Outcome == RecognitionOutcome.OptOut ? null : PlainLanguageRevocation.Find(own);
        if (said.Outcome == RecognitionOutcome.Ordinary && phrase is null && !alone && !IsPoliteKeyword(message, own))
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
    private static bool IsPoliteKeyword(Inbound message, string text) =>
        PoliteWords.TakeOff(text) is { } rest && message.Brand.Keywords.Match(rest) is { Class: KeywordClass.OptOut or KeywordClass.OptOutAll };
}

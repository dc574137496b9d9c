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

        var found = PlainLanguageRevocation.Find(own);
        return new Classification(found is null && !alone ? Meaning.Ordinary : message.Brand.FreeTextOptOut switch
        {
            FreeTextOptOut.OptOut => Meaning.OptOut,
            FreeTextOptOut.Review => Meaning.Review,
            _ => Meaning.IgnoredRevocation,
        })
        {
            Language = found?.Language,
            NoConfirmation = forbidden,
        };
    }
}

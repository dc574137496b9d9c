namespace OptOut;

/// <summary>What an inbound message means, before any state is looked at.</summary>
/// <param name="Meaning">The class of message.</param>
/// <param name="Keyword">The canonical keyword; null for plain language and ordinary messages. Of a word that only Twilio knows, Twilio's class.</param>
/// <param name="Campaign">The campaign whose keyword it is.</param>
/// <param name="AnsweredByProvider">Twilio or the carrier answers it, so we stay silent (rule 10).</param>
public sealed record Classification(Meaning Meaning, string? Keyword = null, string? Campaign = null, bool AnsweredByProvider = false)
{
    /// <summary>The language of the keyword or of the plain words, where only one has them: en, es, fr, de or pt (rule 14).</summary>
    public string? Language { get; init; }

    /// <summary>The person forbids an answer: "STOP, don't text back" (rule 8).</summary>
    public bool NoConfirmation { get; init; }

    /// <summary>Classifies by Twilio's <c>OptOutType</c> first, then by keyword, then by plain language (rules 4 to 7, 10).</summary>
    public static Classification Of(Inbound message)
    {
        var match = message.Brand.Keywords.Match(message.Body, message.ButtonPayload);
        if (message.OptOutType is { } type && ByProvider(type, match) is { } decided)
        {
            return decided;
        }

        var answered = ProviderKeywords.Answers(message.Sender.OptOutHandledBy, message.Body);
        return match is not null
            ? new Classification(MeaningOf(match.Class), match.Keyword, match.Campaign, answered) { Language = KeywordTable.OnlyLanguageOf(match) }
            : PlainLanguage.Read(message);
    }

    private static Classification? ByProvider(string optOutType, KeywordMatch? match)
    {
        return optOutType.ToUpperInvariant() switch
        {
            "STOP" when match?.Class == KeywordClass.OptOutAll => Answered(Meaning.OptOutAll, match.Keyword),
            "STOP" => Answered(Meaning.OptOut, Said(KeywordClass.OptOut) ?? "STOP"),
            "START" => Answered(Meaning.OptIn, Said(KeywordClass.OptIn, KeywordClass.Yes, KeywordClass.Campaign) ?? "START"),
            "HELP" => Answered(Meaning.Help, Said(KeywordClass.Help) ?? "HELP"),
            _ => null,
        };

        Classification Answered(Meaning meaning, string keyword) =>
            new(meaning, keyword, AnsweredByProvider: true) { Language = match is null ? null : KeywordTable.OnlyLanguageOf(match) };
        string? Said(params ReadOnlySpan<KeywordClass> classes) => match is not null && classes.Contains(match.Class) ? match.Keyword : null;
    }

    internal static Meaning MeaningOf(KeywordClass keyword) => keyword switch
    {
        KeywordClass.OptOut => Meaning.OptOut,
        KeywordClass.OptOutAll => Meaning.OptOutAll,
        KeywordClass.OptIn => Meaning.OptIn,
        KeywordClass.Yes => Meaning.Yes,
        KeywordClass.Help => Meaning.Help,
        KeywordClass.Campaign => Meaning.Join,
        _ => throw new ArgumentOutOfRangeException(nameof(keyword), keyword, "unknown keyword class"),
    };
}

namespace OptOut;

/// <summary>What an inbound message means, before any state is looked at.</summary>
/// <param name="Meaning">The class of message.</param>
/// <param name="Keyword">The canonical keyword; null for plain language, ordinary messages, and Twilio's own classification of other words.</param>
/// <param name="Campaign">The campaign whose keyword it is.</param>
/// <param name="AnsweredByProvider">Twilio or the carrier answers it, so we stay silent (rule 10).</param>
public sealed record Classification(Meaning Meaning, string? Keyword = null, string? Campaign = null, bool AnsweredByProvider = false)
{
    /// <summary>Classifies by Twilio's <c>OptOutType</c> first, then by keyword, then by plain language (rules 4 to 7, 10).</summary>
    public static Classification Of(Inbound message)
    {
        var match = message.Brand.Keywords.Match(message.Body, message.ButtonPayload);
        if (message.OptOutType is { } type && ByProvider(type, match) is { } decided)
        {
            return decided;
        }

        var answered = ProviderKeywords.Answers(message.Sender.OptOutHandledBy, message.Body);
        if (match is not null)
        {
            return new Classification(MeaningOf(match.Class), match.Keyword, match.Campaign, answered);
        }

        return message.Brand.FreeTextOptOut != FreeTextOptOut.Off && PlainLanguageRevocation.Find(message.Body) is not null
            ? new Classification(message.Brand.FreeTextOptOut == FreeTextOptOut.OptOut ? Meaning.OptOut : Meaning.Review)
            : new Classification(Meaning.Ordinary);
    }

    private static Classification? ByProvider(string optOutType, KeywordMatch? match) => optOutType.ToUpperInvariant() switch
    {
        "STOP" => new(match?.Class == KeywordClass.OptOutAll ? Meaning.OptOutAll : Meaning.OptOut, match?.Keyword ?? "STOP", AnsweredByProvider: true),
        "START" => new(Meaning.OptIn, match?.Keyword ?? "START", AnsweredByProvider: true),
        "HELP" => new(Meaning.Help, match?.Keyword ?? "HELP", AnsweredByProvider: true),
        _ => null,
    };

    private static Meaning MeaningOf(KeywordClass keyword) => keyword switch
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

/// <summary>The classes of inbound messages.</summary>
public enum Meaning
{
    Ordinary,

    /// <summary>From the brand (rule 4).</summary>
    OptOut,

    /// <summary>From the account (rule 4).</summary>
    OptOutAll,
    OptIn,
    Yes,

    /// <summary>A campaign's own keyword.</summary>
    Join,
    Help,

    /// <summary>A plain-language revocation that a person shall look at (rule 7).</summary>
    Review,
}

using System.Diagnostics;

namespace OptOut;

/// <summary>What an inbound message means, before any state is looked at.</summary>
/// <param name="Meaning">The class of message.</param>
/// <param name="Keyword">The canonical keyword; null for plain language and ordinary messages. Of a word that only Twilio knows, Twilio's
/// class.</param>
/// <param name="Campaign">The campaign whose keyword it is.</param>
/// <param name="AnsweredByProvider">Twilio or the carrier answers it, so we stay silent (rule 10).</param>
public sealed record Classification(Meaning Meaning, string? Keyword = null, string? Campaign = null, bool AnsweredByProvider = false)
{
    /// <summary>
    /// The language of the keyword or of the plain words, where only one has them: en, es, fr, de or pt (rule 14). Not where Twilio
    /// says what it was: there we say nothing.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>How sure the recogniser was of plain words, 0 to 1; null for keywords and ordinary messages (rule 7).</summary>
    public double? Score { get; init; }

    /// <summary>The recogniser's version; with <c>+phrase</c> where one of the phrases decided and not the score.</summary>
    public string? Recogniser { get; init; }

    /// <summary>The person forbids an answer: "STOP, don't text back" (rule 8).</summary>
    public bool NoConfirmation { get; init; }

    /// <summary>Classifies by Twilio's <c>OptOutType</c> first, then by keyword, then by plain language (rules 4 to 7, 10).</summary>
    public static Classification Of(Inbound message)
    {
        var match = message.Brand.Keywords.Match(message.Body, message.ButtonPayload);
        if (message.OptOutType is { } type && ByProvider(type, match) is { } decided)
        {
            // Plain words that revoke are no opt-in and no question, whatever Twilio took them for: in doubt the opt-out wins.
            return
                match is null
                && decided.Meaning is (Meaning.OptIn or Meaning.Help)
                && PlainLanguage.Read(message) is { Meaning: Meaning.OptOut } revoked
                ? revoked with
                {
                    AnsweredByProvider = true,
                }
                : decided;
        }

        var answered = ProviderKeywords.Answers(message.Sender.OptOutHandledBy, message.Body);
        return match is not null
            ? new Classification(MeaningOf(match.Class), match.Keyword, match.Campaign, answered)
            {
                Language = KeywordTable.OnlyLanguageOf(match),
            }
            : PlainLanguage.Read(message);
    }

    /// <summary>
    /// <c>OptOutType</c> decides, but an opt-out in the body stays one whatever it says, and what opens a campaign is not taken for less
    /// (rule 10). Null: we do not know this type, and it decides nothing.
    /// </summary>
    private static Classification? ByProvider(string optOutType, KeywordMatch? match)
    {
        var read = ProviderKeywords.OfType(optOutType);
        return (read, match?.Class) switch
        {
            (null, _) => null,
            (_, KeywordClass.OptOutAll) => Answered(Meaning.OptOutAll, match.Keyword),
            (_, KeywordClass.OptOut) => Answered(Meaning.OptOut, match.Keyword),
            (KeywordClass.OptOut, _) => Answered(Meaning.OptOut, "STOP"),
            (KeywordClass.OptIn, KeywordClass.Campaign) => Answered(Meaning.Join, match.Keyword) with { Campaign = match.Campaign },
            (KeywordClass.OptIn, KeywordClass.OptIn or KeywordClass.Yes) => Answered(Meaning.OptIn, match.Keyword),
            (KeywordClass.OptIn, _) => Answered(Meaning.OptIn, "START"),
            (_, KeywordClass.Help) => Answered(Meaning.Help, match.Keyword),
            _ => Answered(Meaning.Help, "HELP"),
        };

        Classification Answered(Meaning meaning, string keyword) => new(meaning, keyword, AnsweredByProvider: true);
    }

    internal static Meaning MeaningOf(KeywordClass keyword) =>
        keyword switch
        {
            KeywordClass.OptOut => Meaning.OptOut,
            KeywordClass.OptOutAll => Meaning.OptOutAll,
            KeywordClass.OptIn => Meaning.OptIn,
            KeywordClass.Yes => Meaning.Yes,
            KeywordClass.Help => Meaning.Help,
            KeywordClass.Campaign => Meaning.Join,
            _ => throw new UnreachableException(),
        };
}

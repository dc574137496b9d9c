using System.Buffers;

namespace OptOut.Language;

/// <summary>
/// Finds opt-out language in a message: the standard one ("Reply STOP to unsubscribe", in five languages) and what evades it
/// (<c>ST0P</c>, "text N0 to quit"). Goes over the words once with a bounded look ahead, so its time grows with the text only.
/// </summary>
internal sealed class OptOutPhraseFinder(string body, OptOutPhraseKeywords keywords)
{
    private const int MaxFillers = 4;
    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create(".!?;\n\r\u2026");
    private static readonly SearchValues<char> EqualSigns = SearchValues.Create("=:>-\u2013\u2014\u2192?");
    private static readonly SearchValues<char> Quotes = SearchValues.Create(
        "\"'`\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u2039\u203a*_[]()<>"
    );
    private static readonly OptOutPhraseWords Vocabulary = OptOutPhraseWords.BuiltIn;

    private readonly List<FindingWord> words = FindingText.Words(body, withSigns: true);
    private readonly List<(int Start, int End)> disguises = [];
    private bool hasInstruction;

    /// <summary>Whether the message tells, in standard words, how to opt out.</summary>
    public bool HasStandard => HasPurpose || hasInstruction;

    /// <summary>Whether it also says what the keyword does: "text STOP to end", not "text STOP" alone.</summary>
    public bool HasPurpose { get; private set; }

    /// <summary>The spans of what evades, in order, none over another.</summary>
    public IReadOnlyList<(int Start, int End)> Disguises => disguises;

    /// <summary>Looks through the message.</summary>
    public OptOutPhraseFinder Find()
    {
        for (var i = 0; i < words.Count; i++)
        {
            Report(i, keywords.DisguisedAt(body, words, i, inInstruction: false));
            HasPurpose |= IsKeywordWithPurpose(i) || IsPurposeWithKeyword(i) || keywords.IsJoined(words[i], Vocabulary);
            if (Vocabulary.Verbs.Contains(words[i].Folded))
            {
                Instruction(i);
            }
        }

        return this;
    }

    /// <summary>"Reply [with the word] STOP …", "text N0 to quit", "to quit, text N0".</summary>
    private void Instruction(int verb)
    {
        var named = SkipFillers(verb + 1);
        if (named >= words.Count || ClauseEndsBefore(named) || keywords.IsJoined(words[named], Vocabulary))
        {
            return;
        }

        var standard = keywords.StandardAt(words, named);
        if (standard > 0)
        {
            hasInstruction |= !IsDenied(verb) && IsMeantAsKeyword(named, standard);
            return;
        }

        var disguised = keywords.DisguisedAt(body, words, named, inInstruction: true);
        if (disguised > 0)
        {
            Report(named, disguised);
            return;
        }

        var invented = InventedLength(named);
        if (invented > 0)
        {
            var end = PurposeAfter(named + invented, needsTopic: true);
            if (end > 0)
            {
                Report(verb, end - verb);
            }
            else if (IsPurposeBefore(verb, out var start) && IsShown(named, invented))
            {
                Report(start, named + invented - start);
            }
        }
    }

    private int SkipFillers(int at)
    {
        for (var skipped = 0; at < words.Count && skipped < MaxFillers; at++, skipped++)
        {
            if (words[at].Folded is "to" && at + 1 < words.Count && words[at + 1].Folded is "this")
            {
                at += 2; // "to this message"
                continue;
            }

            if (!Vocabulary.Fillers.Contains(words[at].Folded) || IsShown(at, 1) || Follows(at + 1))
            {
                break;
            }
        }

        return at;

        // "text a to quit": the filler itself is the word to send.
        bool Follows(int next) => next < words.Count && Vocabulary.Connectors.Contains(words[next].Folded);
    }

    /// <summary>A keyword after a verb is meant as one, not "send cancel requests": by its writing or by what follows.</summary>
    private bool IsMeantAsKeyword(int at, int length)
    {
        var next = at + length;
        return IsShown(at, length)
            || next >= words.Count
            || ClauseEndsBefore(next)
            || Gap(next).Contains(',')
            || Vocabulary.Connectors.Contains(words[next].Folded)
            || Vocabulary.Continuations.Contains(words[next].Folded)
            || words[next].Folded is "au" or "an" or "al";
    }

    /// <summary>"STOP to end", "STOP = opt out", "STOP au 36111".</summary>
    private bool IsKeywordWithPurpose(int at)
    {
        var length = keywords.StandardAt(words, at);
        if (length == 0 || at + length >= words.Count)
        {
            return false;
        }

        var next = at + length;
        if (words[next].Folded is "sms" && next + 1 < words.Count)
        {
            next++;
        }

        return words[next].Folded is "au" && next + 1 < words.Count && words[next + 1].Folded.All(char.IsAsciiDigit)
            || PurposeAfter(at + length, needsTopic: false) > 0;
    }

    /// <summary>"Opt out: STOP", "Unsubscribe? STOP".</summary>
    private bool IsPurposeWithKeyword(int at)
    {
        var (length, kind) = Vocabulary.PurposeAt(words, at);
        var next = at + length;
        return length > 0
            && kind == OptOutPhraseWords.PurposeKind.Always
            && keywords.StandardAt(words, next) is > 0 and var keyword
            && IsShown(next, keyword)
            && Gap(next).ContainsAny(EqualSigns);
    }

    /// <summary>The word after the purpose that a connector (or an equals sign) leads to from <paramref name="at"/>; 0 for none.</summary>
    private int PurposeAfter(int at, bool needsTopic)
    {
        if (at >= words.Count)
        {
            return 0;
        }

        var purpose =
            Vocabulary.Connectors.Contains(words[at].Folded) && !ClauseEndsBefore(at) ? at + 1
            : Gap(at).ContainsAny(EqualSigns) ? at
            : -1;
        var (length, kind) = purpose < 0 || (purpose > at && ClauseEndsBefore(purpose)) ? default : Vocabulary.PurposeAt(words, purpose);
        if (length == 0)
        {
            return 0;
        }

        var end = purpose + length;
        return kind switch
        {
            OptOutPhraseWords.PurposeKind.Always => end,
            OptOutPhraseWords.PurposeKind.Action when needsTopic => IsAboutMessages(end, clauseEndCounts: false) ? end : 0,
            _ => IsAboutMessages(end, clauseEndCounts: true) ? end : 0,
        };
    }

    /// <summary>"to end", "to stop these texts", "to stop at any time"; not "to stop the delivery".</summary>
    private bool IsAboutMessages(int at, bool clauseEndCounts)
    {
        for (var i = at; i < at + MaxFillers; i++)
        {
            if (i >= words.Count || ClauseEndsBefore(i) || Gap(i).ContainsAny(',', ')', '|'))
            {
                return clauseEndCounts && i == at;
            }

            if (Vocabulary.Topics.Contains(words[i].Folded))
            {
                return true;
            }

            if (!Vocabulary.Details.Contains(words[i].Folded))
            {
                return i == at && clauseEndCounts && Vocabulary.Continuations.Contains(words[i].Folded);
            }
        }

        return false;
    }

    /// <summary>"To unsubscribe, reply …": where that purpose starts, its connector included.</summary>
    private bool IsPurposeBefore(int verb, out int start)
    {
        for (start = verb - 2; start >= 0 && start >= verb - 4; start--)
        {
            if (
                Vocabulary.Connectors.Contains(words[start].Folded)
                && Vocabulary.PurposeAt(words, start + 1) is { Length: > 0, Kind: not OptOutPhraseWords.PurposeKind.Action } purpose
                && start + 1 + purpose.Length == verb
                && !ClauseEndsBefore(verb)
                && !keywords.EndsAt(words, start)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many words name an invented keyword: one, or up to three that are shown as one (NO MORE, "go away").</summary>
    private int InventedLength(int at)
    {
        if (Vocabulary.Ordinary.Contains(words[at].Folded) && !IsShown(at, 1))
        {
            return 0;
        }

        for (var length = 3; length > 1; length--)
        {
            if (at + length < words.Count && IsShown(at, length) && Enumerable.Range(at + 1, length - 1).All(i => !ClauseEndsBefore(i)))
            {
                return length;
            }
        }

        return 1;
    }

    /// <summary>Whether words stand out as something to type: capitals, quotes, or letters mixed with digits.</summary>
    private bool IsShown(int at, int length)
    {
        var last = at + length - 1;
        var all = Enumerable.Range(at, length);
        return all.All(i => words[i].IsUpper)
            || (IsQuote(words[at].Start - 1) && IsQuote(words[last].End))
            || (length == 1 && words[at].Folded.Any(char.IsAsciiDigit) && words[at].Folded.Any(char.IsLetter));

        bool IsQuote(int i) => i >= 0 && i < body.Length && Quotes.Contains(body[i]);
    }

    /// <summary>"Do not reply STOP" tells nobody how to opt out.</summary>
    private bool IsDenied(int verb) =>
        verb > 0
        && !ClauseEndsBefore(verb)
        && !Gap(verb).Contains(',')
        && words[verb - 1].Folded is "not" or "cannot" or "t" or "never" or "nicht" or "nao";

    private ReadOnlySpan<char> Gap(int before) => body.AsSpan(words[before - 1].End, words[before].Start - words[before - 1].End);

    private bool ClauseEndsBefore(int word) => word > 0 && Gap(word).ContainsAny(ClauseEnds);

    private void Report(int firstWord, int length)
    {
        if (length == 0)
        {
            return;
        }

        var span = (words[firstWord].Start, words[firstWord + length - 1].End);
        if (disguises.Count == 0 || disguises[^1].End <= span.Start)
        {
            disguises.Add(span);
        }
    }
}

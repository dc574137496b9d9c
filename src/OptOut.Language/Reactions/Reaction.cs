using System.Buffers;
using System.Collections.Frozen;

namespace OptOut.Language;

/// <summary>
/// A phone's reaction to a message, sent as a text where the other side cannot show it: <c>Liked “…”</c>, <c>👍 to “…”</c>. The
/// person pressed a picture and wrote nothing, whatever the quoted message says (rule 5).
/// </summary>
public static class Reaction
{
    private static readonly SearchValues<char> Opening = SearchValues.Create("“„«\"‹「『”‘");
    private static readonly SearchValues<char> Closing = SearchValues.Create("”“»\"›」』");

    // Only after its own opening: elsewhere it is an apostrophe.
    private static readonly SearchValues<char> ClosingSingle = SearchValues.Create("’");
    private static readonly SearchValues<char> Padding = SearchValues.Create(" \u00A0\u202F\u2009\u200E\u200F\u2068\u2069\t\r\n.");

    private static readonly Forms Data = new(DataFile.Read<ReactionFile>("reactions.json"));

    /// <summary>Whether the whole text is such a reaction. Linear, allocates nothing.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        text = TrimEnd(text);
        int open = text.IndexOfAny(Opening);
        Span<char> form = stackalloc char[MessageText.MaxKeywordLength];
        if (open < 0)
        {
            return Data.WithoutQuote.Contains(Words(text, form));
        }

        var before = text[..open];
        var said = Words(before, form);
        if (!Data.Before.Contains(said) && !(Data.AfterEmoji.Contains(said) && BeginsWithEmoji(before)))
        {
            return false;
        }

        int close = text.LastIndexOfAny(text[open] == '‘' ? ClosingSingle : Closing);
        // A quoted message that a carrier cut off has no end.
        if (close <= open)
        {
            return text[open] != '"';
        }

        var after = text[(close + 1)..];
        if (after.IsEmpty)
        {
            return true;
        }

        return Data.After.Contains(Words(after, form)) || AfterQuotedWord(text, open, form);
    }

    // Hat „…“ mit „Gefällt mir“ markiert: the words after the message quote again.
    private static bool AfterQuotedWord(ReadOnlySpan<char> text, int open, Span<char> form)
    {
        int end = text[(open + 1)..].IndexOfAny(Closing);
        return end >= 0 && Data.After.Contains(Words(text[(open + 1 + end + 1)..], form));
    }

    private static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        int last = text.LastIndexOfAnyExcept(Padding);
        int first = text.IndexOfAnyExcept(Padding);
        return last < 0 ? default : text[first..(last + 1)];
    }

    private static bool BeginsWithEmoji(ReadOnlySpan<char> text) => !char.IsLetterOrDigit(text[0]) && !char.IsAscii(text[0]);

    /// <summary>The canonical form with one space between words, whatever stood there.</summary>
    private static ReadOnlySpan<char> Words(ReadOnlySpan<char> text, Span<char> form)
    {
        var words = form[..(text.Length > 400 ? 0 : MessageText.Canonical(text, form))];
        words.Replace('.', ' ');
        return words;
    }

    private sealed class Forms
    {
        public Forms(ReactionFile file)
        {
            Before = Set(file.Before);
            After = Set(file.After);
            AfterEmoji = Set(file.AfterEmoji);
            WithoutQuote = Set(file.Before.SelectMany(words => file.Objects.Concat(file.Contractions).Select(what => $"{words} {what}")));
        }

        public FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Before { get; }

        /// <summary>"to", "à", "auf": a reaction only with an emoji before.</summary>
        public FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AfterEmoji { get; }

        public FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> After { get; }

        public FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> WithoutQuote { get; }

        private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(IEnumerable<string> forms) =>
            forms
                .Select(form => MessageText.Canonical(form).Replace('.', ' '))
                .ToFrozenSet(StringComparer.Ordinal)
                .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private sealed record ReactionFile(
        string About,
        string[] Before,
        string[] AfterEmoji,
        string[] After,
        string[] Objects,
        string[] Contractions
    );
}

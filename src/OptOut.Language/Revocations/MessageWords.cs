using System.Text;

namespace OptOut.Language;

/// <summary>A word of a message: where it stands in the text, its folded form, and what follows it.</summary>
/// <param name="Start">First UTF-16 unit of the word in the text.</param>
/// <param name="End">One past its last.</param>
/// <param name="Id">Its id in the vocabulary, 0 where it has none.</param>
/// <param name="EndsClause">Punctuation, an emoji, a line break or the text's end follows.</param>
/// <param name="Comma">What follows is a comma and no other punctuation.</param>
/// <param name="Asks">A question mark follows.</param>
internal readonly record struct MessageWord(int Start, int End, int Id, bool EndsClause, bool Comma, bool Asks);

/// <summary>
/// Cuts a text into words, folded as <see cref="MessageText"/> folds keywords. Apostrophes vanish ("don't" is DONT), hyphens part
/// words, all other punctuation ends a clause.
/// </summary>
internal static class MessageWords
{
    private const int MaxWordLength = 32;

    public delegate int Resolve(ReadOnlySpan<char> folded);

    /// <summary>The words. The last one ends a clause, and no comma counts after it: what reads them relies on that.</summary>
    public static List<MessageWord> Of(ReadOnlySpan<char> text, Resolve resolve)
    {
        var words = new List<MessageWord>(Math.Min(text.Length / 5 + 1, 4_096));
        Span<char> buffer = stackalloc char[3],
            folded = stackalloc char[MaxWordLength];
        int length = 0,
            start = -1,
            end = 0,
            position = 0;
        while (position < text.Length)
        {
            Rune.DecodeFromUtf16(text[position..], out Rune rune, out int used);
            bool isEmoji = MessageText.IsEmojiBase(rune, text[(position + used)..]);
            MessageText.Glyph glyph = MessageText.Glyph.Other;
            if (!isEmoji)
            {
                foreach (Rune part in MessageText.Runes(rune, buffer))
                {
                    glyph = MessageText.Classify(part);
                    if (glyph != MessageText.Glyph.Letter)
                    {
                        continue;
                    }

                    start = start < 0 ? position : start;
                    end = position + used;
                    MessageText.WriteFolded(folded, ref length, part); // what has no room is longer than any word that we know
                }
            }
            if (glyph is not (MessageText.Glyph.Letter or MessageText.Glyph.Ignored) && !IsApostrophe(rune) && start >= 0)
            {
                words.Add(
                    new MessageWord(
                        start,
                        end,
                        end - start > MaxWordLength ? 0 : resolve(folded[..length]),
                        EndsClause: false,
                        Comma: false,
                        Asks: false
                    )
                );
                (start, length) = (-1, 0);
            }
            if (words.Count > 0 && start < 0 && (glyph == MessageText.Glyph.Other || rune.Value is '\n' or '\r') && !IsApostrophe(rune))
            {
                MessageWord last = words[^1];
                words[^1] = last with
                {
                    EndsClause = true,
                    Comma = rune.Value is ',' or '，' && (last.Comma || !last.EndsClause),
                    Asks = last.Asks || rune.Value is '?' or '？',
                };
            }
            position += used;
        }
        if (start >= 0)
        {
            words.Add(
                new MessageWord(
                    start,
                    end,
                    end - start > MaxWordLength ? 0 : resolve(folded[..length]),
                    EndsClause: true,
                    Comma: false,
                    Asks: false
                )
            );
        }
        else if (words.Count > 0)
        {
            words[^1] = words[^1] with { EndsClause = true, Comma = false };
        }

        return words;
    }

    private static bool IsApostrophe(Rune rune) => rune.Value is '\'' or '’' or '‘' or '`' or '´' or 'ʼ' or '＇';
}

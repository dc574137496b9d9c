using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OptOut.Language;

/// <summary>One word of a message, with its place in the text as given.</summary>
/// <param name="Start">First UTF-16 unit of the word.</param>
/// <param name="End">The unit after its last one.</param>
/// <param name="Exact">As written, lower case, accents decomposed: differs from <paramref name="Folded"/> where the writing is
/// unusual.</param>
/// <param name="Folded">NFKD, lower case, without marks and invisible characters.</param>
/// <param name="Skeleton">What the eye reads: look-alikes of other scripts, digits and signs as the letters they stand for.</param>
/// <param name="IsUpper">Whether it has letters, all of them capital.</param>
internal sealed record FindingWord(int Start, int End, string Exact, string Folded, string Skeleton, bool IsUpper);

/// <summary>Cuts a message into words, in one pass. Any UTF-16 is taken; an unpaired surrogate is no letter.</summary>
internal static class FindingText
{
    private const string LatinStrokes = "øołlđdŧtħhıi";

    // i and l are one, because 1 stands for either.
    private const string DigitsAndSigns = "0o1ili3e4a5s7t8b9g$s@a€e+t";

    private static readonly FrozenDictionary<char, char> Strokes = Pairs(LatinStrokes);
    private static readonly FrozenDictionary<char, char> Read = LookAlikes.Small.Concat(Pairs(DigitsAndSigns)).ToFrozenDictionary();

    /// <summary>The words of a text: letters and digits, with what is invisible or stands for a letter inside them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="withSigns">Whether <c>$ @ € + *</c> inside a word belong to it, as in <c>ST*P</c>.</param>
    public static List<FindingWord> Words(string text, bool withSigns)
    {
        var words = new List<FindingWord>();
        var folded = new StringBuilder();
        int start = -1,
            end = -1;
        var upper = true;
        for (var i = 0; i < text.Length; )
        {
            var valid = Rune.TryGetRuneAt(text, i, out var rune);
            var length = valid ? rune.Utf16SequenceLength : 1;
            var category = valid ? Rune.GetUnicodeCategory(rune) : UnicodeCategory.Surrogate;
            var letter = valid && (IsWordRune(rune, category) || (withSigns && IsSignInside(text, i, start >= 0)));
            if (letter)
            {
                start = start < 0 ? i : start;
                end = i + length;
                Fold(rune, folded);
                upper &= category is not (UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter);
            }
            else if (start >= 0 && IsMark(category))
            {
                end = i + length;
            }
            else if (start >= 0 && category != UnicodeCategory.Format)
            {
                Close();
            }

            i += length;
        }

        Close();
        return words;

        void Close()
        {
            if (start >= 0)
            {
                var exact = string.Concat(text[start..end].EnumerateRunes().Select(Decomposition.Canonical)).ToLowerInvariant();
                var word = folded.ToString();
                words.Add(new(start, end, exact, word, Skeleton(word), upper && exact.Any(char.IsLetter)));
            }

            folded.Clear();
            start = -1;
            upper = true;
        }
    }

    /// <summary>A folded word as the eye reads it.</summary>
    public static string Skeleton(string folded) =>
        string.Create(
            folded.Length,
            folded,
            (span, word) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = Read.GetValueOrDefault(word[i], word[i]);
                }
            }
        );

    /// <summary>A text's words as data files write them: folded.</summary>
    public static string[] Fold(string text) => [.. Words(text, withSigns: false).Select(w => w.Folded)];

    private static bool IsWordRune(Rune rune, UnicodeCategory category) =>
        Rune.IsLetterOrDigit(rune)
        || category is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        || EnclosedLetter(rune) != '\0';

    public static bool IsMark(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // $TOP and ST*P, but not *STOP* (bold in chat), not 5$ and not a+b.
    private static bool IsSignInside(string text, int i, bool inWord)
    {
        var letterFollows = i + 1 < text.Length && char.IsLetter(text[i + 1]);
        return text[i] switch
        {
            '$' or '€' => letterFollows,
            '@' or '*' or '+' => inWord && letterFollows && char.IsLetter(text[i - 1]),
            _ => false,
        };
    }

    private static void Fold(Rune rune, StringBuilder folded)
    {
        if (rune.IsAscii)
        {
            folded.Append(char.ToLowerInvariant((char)rune.Value));
            return;
        }

        if (EnclosedLetter(rune) is var enclosed and not '\0')
        {
            folded.Append(enclosed);
            return;
        }

        foreach (var c in Decomposition.Compatibility(rune).ToLowerInvariant())
        {
            if (c == 'ß')
            {
                folded.Append("ss");
            }
            else if (!IsMark(char.GetUnicodeCategory(c)))
            {
                folded.Append(Strokes.GetValueOrDefault(c, c));
            }
        }
    }

    /// <summary>
    /// Letters in emoji shapes that Unicode does not decompose: flags' letters, white letters on black circles and squares.
    /// </summary>
    private static char EnclosedLetter(Rune rune) =>
        rune.Value switch
        {
            >= 0x1F1E6 and <= 0x1F1FF => (char)('a' + rune.Value - 0x1F1E6),
            >= 0x1F150 and <= 0x1F169 => (char)('a' + rune.Value - 0x1F150),
            >= 0x1F170 and <= 0x1F189 => (char)('a' + rune.Value - 0x1F170),
            _ => '\0',
        };

    private static FrozenDictionary<char, char> Pairs(string pairs) => pairs.Chunk(2).ToFrozenDictionary(p => p[0], p => p[1]);
}

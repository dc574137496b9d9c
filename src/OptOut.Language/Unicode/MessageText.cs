using System.Globalization;
using System.Text;

namespace OptOut.Language;

/// <summary>
/// The form in which a message is compared with keywords (rule 5): compatibility forms undone, upper case by invariant rules,
/// diacritics off, what is invisible gone, punctuation and emoji around it gone.
/// </summary>
public static class MessageText
{
    /// <summary>No keyword's canonical form is longer, in UTF-16 units; a message whose form is, is no keyword.</summary>
    public const int MaxKeywordLength = 64;

    private const char SpaceBetween = ' ',
        OtherBetween = '.';

    /// <summary>
    /// The canonical form of <paramref name="body"/>: <c>“Stop.” 🛑</c> is <c>STOP</c>, <c>opt-out</c> is <c>OPTOUT</c>. Between
    /// words stands one space where white space did, and a full stop where other punctuation or emoji did; hyphens within a word
    /// are gone. Empty where nothing is left, and where the form is longer than <see cref="MaxKeywordLength"/>: neither is a keyword.
    /// </summary>
    public static string Canonical(string body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Span<char> form = stackalloc char[MaxKeywordLength];
        return form[..Canonical(body, form)].ToString();
    }

    /// <summary>As <see cref="Canonical(string)"/>, without allocating; the length written, 0 where it is no keyword.</summary>
    internal static int Canonical(ReadOnlySpan<char> body, Span<char> form)
    {
        Span<char> buffer = stackalloc char[3];
        int length = 0;
        var gap = Glyph.Ignored;
        while (!body.IsEmpty)
        {
            // A lone surrogate is decoded as U+FFFD, a symbol.
            Rune.DecodeFromUtf16(body, out Rune rune, out int used);
            body = body[used..];
            if (IsEmojiBase(rune, body))
            {
                gap = Glyph.Other;
                continue;
            }
            foreach (Rune part in Runes(rune, buffer))
            {
                Glyph glyph = Classify(part);
                if (glyph != Glyph.Letter)
                {
                    gap = glyph > gap ? glyph : gap;
                    continue;
                }
                if (length > 0 && gap > Glyph.Hyphen && !Write(form, ref length, gap == Glyph.Space ? SpaceBetween : OtherBetween))
                {
                    return 0;
                }

                gap = Glyph.Ignored;
                if (!WriteFolded(form, ref length, part))
                {
                    return 0;
                }
            }
        }
        return length;
    }

    /// <summary>The letters of a text and nothing else, folded as keywords are: two texts with the same letters read the same.</summary>
    public static string Letters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<char> buffer = stackalloc char[3],
            letter = stackalloc char[2];
        var letters = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            foreach (Rune part in Runes(rune, buffer))
            {
                int length = 0;
                if (Rune.IsLetter(part) && WriteFolded(letter, ref length, part))
                {
                    letters.Append(letter[..length]);
                }
            }
        }

        return letters.ToString();
    }

    internal static SpanRuneEnumerator Runes(Rune rune, Span<char> buffer)
    {
        if (!rune.IsAscii)
        {
            return Decomposition.Bare(rune, buffer).EnumerateRunes();
        }

        buffer[0] = (char)rune.Value;
        return buffer[..1].EnumerateRunes();
    }

    /// <summary>
    /// A letter or digit that is drawn as an emoji is one: ℹ️ and Ⓜ️ (by U+FE0F), 1️⃣ (by U+20E3), 🈚 and ™ always. Its compatibility form,
    /// letters, would else join the word beside it.
    /// </summary>
    internal static bool IsEmojiBase(Rune rune, ReadOnlySpan<char> rest)
    {
        if (rune.Value is 0x2122 or 0x3297 or 0x3299 or (>= 0x1F200 and <= 0x1F2FF))
        {
            return true;
        }

        if (rest.IsEmpty || rest[0] is not ('\uFE0F' or '\u20E3'))
        {
            return false;
        }

        if (rune.IsAscii)
        {
            return (Rune.IsDigit(rune) || rune.Value is '#' or '*') && (rest[0] == '\u20E3' || (rest.Length > 1 && rest[1] == '\u20E3'));
        }

        return rune.Value is (>= 0x2000 and < 0xF900) or >= 0x1F000;
    }

    internal static Glyph Classify(Rune rune)
    {
        if (Rune.IsLetterOrDigit(rune))
        {
            return rune.Value is 0x115F or 0x1160 ? Glyph.Ignored : Glyph.Letter; // Hangul fillers are invisible letters
        }

        if (Rune.IsWhiteSpace(rune) || rune.Value == 0x2800)
        {
            return Glyph.Space;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Format or UnicodeCategory.Control => Glyph.Ignored,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => IsDiacriticOrSelector(rune.Value)
                ? Glyph.Ignored
                : Glyph.Letter,
            UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Glyph.Letter,
            UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation => Glyph.Hyphen,
            _ => rune.Value is 0x2212 or 0x2043 ? Glyph.Hyphen : Glyph.Other, // the minus sign and the hyphen bullet
        };
    }

    /// <summary>Marks that decorate a letter, and selectors; the vowel signs of Indic and other scripts are letters to us.</summary>
    private static bool IsDiacriticOrSelector(int value) =>
        value
            is (>= 0x0300 and <= 0x036F)
                or (>= 0x1AB0 and <= 0x1AFF)
                or (>= 0x1DC0 and <= 0x1DFF)
                or (>= 0x20D0 and <= 0x20FF)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xFE20 and <= 0xFE2F)
                or (>= 0xE0100 and <= 0xE01EF)
                or (>= 0x180B and <= 0x180F);

    internal static bool WriteFolded(Span<char> form, ref int length, Rune rune)
    {
        switch (rune.Value)
        {
            case 'ß' or 'ẞ':
                return Write(form, ref length, 'S') && Write(form, ref length, 'S');
            case 'ı': // the Turkish dotless i, whose upper case is I in every culture but has no invariant mapping
                return Write(form, ref length, 'I');
            default:
                Rune upper = Rune.ToUpperInvariant(rune);
                if (length + upper.Utf16SequenceLength > form.Length)
                {
                    return false;
                }

                length += upper.EncodeToUtf16(form[length..]);
                return true;
        }
    }

    private static bool Write(Span<char> form, ref int length, char value)
    {
        if (length == form.Length)
        {
            return false;
        }

        form[length++] = value;
        return true;
    }

    /// <summary>What a character is to a keyword, in rising strength as a gap between two letters.</summary>
    internal enum Glyph
    {
        Ignored,
        Hyphen,
        Space,
        Other,
        Letter,
    }
}

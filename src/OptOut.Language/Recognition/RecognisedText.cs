using System.Text;

namespace OptOut.Language;

/// <summary>
/// A message as the recogniser reads it: folded capitals with one space before and after each word, letters of other scripts as
/// the Latin ones they look like, stretched letters once, numbers as one 0; a full stop stands for the end of a clause, a question mark
/// for a question. Written into a buffer of the caller's.
/// </summary>
internal static class RecognisedText
{
    /// <summary>What is read of a message, in UTF-16 units: Twilio's longest body. What comes after it is not read.</summary>
    public const int MaxTextLength = 1_600;

    /// <summary>Room that any such message needs.</summary>
    public const int Capacity = (MaxTextLength * 2) + 2;

    /// <summary>Writes the form of a text.</summary>
    /// <param name="text">The message.</param>
    /// <param name="form">At least <see cref="Capacity"/> long.</param>
    /// <returns>The length written; 1, a space, where nothing is left.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<char> form)
    {
        text = text[..Math.Min(text.Length, MaxTextLength)];
        Span<char> buffer = stackalloc char[3];
        int length = 0;
        form[length++] = ' ';
        int last = form.Length - 4;
        while (!text.IsEmpty && length < last)
        {
            Rune.DecodeFromUtf16(text, out Rune rune, out int used);
            text = text[used..];
            if (MessageText.IsEmojiBase(rune, text))
            {
                EndClause(form, ref length, '.');
                continue;
            }

            foreach (Rune part in MessageText.Runes(rune, buffer))
            {
                MessageText.Glyph glyph = MessageText.Classify(part);
                if (glyph == MessageText.Glyph.Letter && length < last)
                {
                    Letter(form, ref length, part);
                }
                else if (rune.Value is '\n' or '\r')
                {
                    EndClause(form, ref length, '.');
                }
                else if (glyph is MessageText.Glyph.Space or MessageText.Glyph.Hyphen)
                {
                    EndWord(form, ref length);
                }
                else if (glyph == MessageText.Glyph.Other && rune.Value is not ('\'' or '’' or '‘' or '`' or '´' or 'ʼ'))
                {
                    EndClause(form, ref length, rune.Value is '?' or '？' ? '?' : '.');
                }
            }
        }

        EndWord(form, ref length);
        // A full stop at the end says nothing.
        return form[length - 1] == ' ' && length > 2 && form[length - 2] == '.' ? length - 2 : length;
    }

    private static void Letter(Span<char> form, ref int length, Rune part)
    {
        int before = length;
        if (Rune.IsDigit(part))
        {
            if (form[length - 1] != '0')
            {
                form[length++] = '0';
            }

            return;
        }

        MessageText.WriteFolded(form, ref length, part);
        LookAlikes.Replace(form[before..length], esIsS: true);
        if (length - before == 1 && length > 3 && form[before] == form[before - 1] && form[before] == form[before - 2])
        {
            length--;
        }
    }

    private static void EndWord(Span<char> form, ref int length)
    {
        if (form[length - 1] != ' ')
        {
            form[length++] = ' ';
        }
    }

    private static void EndClause(Span<char> form, ref int length, char sign)
    {
        EndWord(form, ref length);
        if (length < 2)
        {
            return;
        }

        if (form[length - 2] is '.' or '?')
        {
            form[length - 2] = sign == '?' ? '?' : form[length - 2];
            return;
        }

        form[length++] = sign;
        form[length++] = ' ';
    }
}

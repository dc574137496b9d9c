using System.Text;

namespace OptOut.Language;

/// <summary>What a phone or a person puts below a text: "Sent from my iPhone", a name, a phone number.</summary>
internal static class MessageSignature
{
    private const int MaxNames = 4,
        MaxNameLength = 40;

    private static readonly string[] Devices =
    [
        "SENT FROM",
        "SENT VIA",
        "SENT WITH",
        "SENT BY",
        "GET OUTLOOK FOR",
        "SENT USING",
        "MY IPHONE",
        "ENVOYE DE",
        "ENVOYE DEPUIS",
        "ENVOYE A PARTIR DE",
        "ENVOYE AVEC",
        "ENVIADO DESDE",
        "ENVIADO CON",
        "ENVIADO DO",
        "ENVIADO DE",
        "ENVIADO A PARTIR",
        "ENVIADO PELO",
        "ENVIADO COM",
        "ENVIADA DO",
        "OBTENER OUTLOOK",
        "GESENDET VON",
        "VON MEINEM",
        "GESENDET MIT",
        "VON MEINEM IPHONE GESENDET",
        "HOLEN SIE SICH OUTLOOK",
        "OBTENEZ OUTLOOK",
        "OBTENHA O OUTLOOK",
    ];

    /// <summary>The kinds of signature, by how sure they are.</summary>
    public enum Kind
    {
        None,

        /// <summary>Names, which could be the second line of a sentence too.</summary>
        Name,

        /// <summary>A program's own line.</summary>
        Device,
    }

    /// <summary>What stands below a text's first line; <see cref="Kind.None"/> where that is more than a signature, or nothing.</summary>
    public static Kind Below(ReadOnlySpan<char> rest)
    {
        var kind = Kind.None;
        foreach (var line in rest.EnumerateLines())
        {
            var text = line.Trim();
            if (text.IsEmpty || !HasLetterOrDigit(text))
            {
                continue;
            }

            if (IsDevice(text))
            {
                kind = kind == Kind.None ? Kind.Device : kind;
            }
            else if (IsName(text) || (kind == Kind.Name && IsNumber(text)))
            {
                kind = Kind.Name;
            }
            else
            {
                return Kind.None;
            }
        }

        return kind;
    }

    private static bool IsDevice(ReadOnlySpan<char> line)
    {
        Span<char> form = stackalloc char[MessageText.MaxKeywordLength];
        var said = form[..MessageText.Canonical(line, form)];
        foreach (string device in Devices)
        {
            if (said.StartsWith(device, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Up to four words, each with a capital first; a dash, a heart or brackets may stand around.</summary>
    private static bool IsName(ReadOnlySpan<char> line)
    {
        if (line.Length > MaxNameLength || line.ContainsAny('?', '!', ':'))
        {
            return false;
        }

        int words = 0;
        foreach (Range range in line.Split(' '))
        {
            var word = line[range].Trim("-–—~<>3()[]*_,.'\"’♥❤️");
            if (word.IsEmpty)
            {
                continue;
            }

            if (!Rune.TryGetRuneAt(word.ToString(), 0, out Rune first) || !Rune.IsUpper(first) || word.ContainsAnyInRange('0', '9'))
            {
                return false;
            }

            words++;
        }

        return words is > 0 and <= MaxNames;
    }

    private static bool IsNumber(ReadOnlySpan<char> line)
    {
        foreach (char sign in line)
        {
            if (!char.IsAsciiDigit(sign) && !"+-.() ".Contains(sign, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasLetterOrDigit(ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                return true;
            }
        }

        return false;
    }
}

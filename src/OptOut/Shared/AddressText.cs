using System.Globalization;

namespace OptOut;

/// <summary>
/// How addresses are written, whoever's they are: a channel before a colon, and digits with what people put between them.
/// </summary>
internal static class AddressText
{
    /// <summary>
    /// Splits <c>whatsapp:+1…</c>. The prefix is a scheme as in RFC 3986, case-insensitive, returned in lower case; whatever follows is
    /// kept.
    /// </summary>
    /// <returns>No channel where the text before the first colon is none.</returns>
    public static (string? Channel, string Address) Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !char.IsAsciiLetter(text[0]))
        {
            return (null, text);
        }

        var prefix = text.AsSpan(0, colon).TrimEnd();
        foreach (var c in prefix)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return (null, text);
            }
        }

        return (prefix.ToString().ToLowerInvariant(), text[(colon + 1)..].Trim());
    }

    /// <summary>
    /// The number without what stands between its digits; null where there is anything but separators and ASCII digits after its <c>+</c>.
    /// </summary>
    public static string? Compact(string number)
    {
        if (!number.StartsWith('+'))
        {
            return null;
        }

        var digits = new char[number.Length];
        digits[0] = '+';
        var length = 1;
        foreach (var c in number.AsSpan(1))
        {
            if (char.IsAsciiDigit(c))
            {
                digits[length++] = c;
            }
            else if (!IsSeparator(c))
            {
                return null;
            }
        }

        return length == 1 ? null : new string(digits, 0, length);
    }

    /// <summary>
    /// An address of a brand's side as it is configured: the channel in lower case, a number without separators. Two ways to write one
    /// sender are one.
    /// </summary>
    public static string Normal(string address)
    {
        var (channel, rest) = Split(Visible(address));
        rest = Compact(rest) ?? rest;
        return channel is null ? rest : $"{channel}:{rest}";
    }

    /// <summary>Without white space around it, and without marks that nobody sees.</summary>
    public static string Visible(string text) =>
        text.Any(IsInvisible) ? string.Concat(text.Where(c => !IsInvisible(c))).Trim() : text.Trim();

    /// <summary>
    /// Spaces of any kind that phones and spreadsheets insert, dots, hyphens (the typographic ones too), brackets, and marks that nobody
    /// sees.
    /// </summary>
    public static bool IsSeparator(char c) =>
        char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator
        || c is '\t' or '.' or '-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' or '(' or ')' or '[' or ']'
        || IsInvisible(c);

    /// <summary>Marks of writing direction and joiners, which come along when a number is copied from a contact's card or a chat.</summary>
    public static bool IsInvisible(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    /// <summary>Whether the text has at least one character, and ASCII digits only.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}

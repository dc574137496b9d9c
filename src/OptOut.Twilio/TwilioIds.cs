namespace OptOut.Twilio;

/// <summary>Twilio's identifiers: two capital letters that say what is named, and 32 hex digits.</summary>
/// <remarks>Source: twilio.com/docs/glossary/what-is-a-sid.</remarks>
public static class TwilioIds
{
    /// <summary>The length of every SID.</summary>
    public const int Length = 34;

    /// <summary>A message: <c>SM…</c>, with media <c>MM…</c>, in a Conversation <c>IM…</c>.</summary>
    public static bool IsMessageSid(string? value) => IsSid(value, "SM", "MM", "IM");

    /// <summary>
    /// Whether this can be taken for an identifier and a key: 1 to 64 ASCII letters and digits, whatever they begin with.
    /// </summary>
    public static bool IsKey(string? value)
    {
        if (value is not { Length: >= 1 and <= 64 })
        {
            return false;
        }

        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether this is a SID that begins with one of <paramref name="prefixes"/>.</summary>
    public static bool IsSid(string? value, params ReadOnlySpan<string> prefixes)
    {
        if (value is not { Length: Length })
        {
            return false;
        }

        foreach (var digit in value.AsSpan(2))
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        foreach (var prefix in prefixes)
        {
            if (value.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}

namespace OptOut;

/// <summary>
/// Alphanumeric sender ids: names such as ACME in place of a number. A phone cannot answer one, so no keyword ever arrives there and a text
/// must say another way to stop (rules 1, 25).
/// </summary>
/// <remarks>
/// Twilio, "Alphanumeric Sender ID" (www.twilio.com/docs/glossary/what-alphanumeric-sender-id): at most 11 characters, letters, digits,
/// space and <c>+ - _ &amp;</c>, at least one letter. Below three characters networks refuse them (GSM operators' guidelines that Twilio
/// lists by country).
/// </remarks>
public static class OneWaySender
{
    /// <summary>The fewest characters of an id.</summary>
    public const int MinLength = 3;

    /// <summary>The most characters of an id: what fits into the originator field of an SMS (3GPP TS 23.040, 9.1.2.5).</summary>
    public const int MaxLength = 11;

    /// <summary>Whether the address is an alphanumeric id, as it stands: letters keep their case.</summary>
    public static bool Is(string? address) =>
        address is { Length: >= MinLength and <= MaxLength }
        && char.IsAsciiLetterOrDigit(address[0])
        && address[^1] != ' '
        && address.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '+' or '-' or '_' or '&')
        && address.Any(char.IsAsciiLetter);
}

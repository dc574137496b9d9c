using System.Text.RegularExpressions;

namespace OptOut.LocalHost;

/// <summary>Addresses as the simulator reads them. Deliberately simpler than the rules' own: Twilio knows nothing of them.</summary>
internal static partial class PhoneAddress
{
    public static bool IsMessagingService(string address) => MessagingService().IsMatch(address);

    /// <summary>The address without the punctuation people write numbers with; a channel prefix stays.</summary>
    public static string Plain(string address) =>
        Punctuated().IsMatch(address.Trim()) ? Punctuation().Replace(address, "") : address.Trim();

    /// <summary>One phone whatever the channel: plain, without the channel prefix where a number follows.</summary>
    public static string Phone(string address)
    {
        var plain = Plain(address);
        var number = plain[(plain.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return number.StartsWith('+') ? number : plain;
    }

    /// <summary>
    /// Something that can text: a number (<c>+</c>, 8 to 15 digits), a short code, an alphanumeric sender or a channel address.
    /// </summary>
    public static bool IsAddress(string plain) => Address().IsMatch(plain);

    /// <summary>Something that can be texted: a number or a channel address.</summary>
    public static bool IsRecipient(string plain) => Recipient().IsMatch(plain);

    [GeneratedRegex(@"^MG[0-9a-fA-F]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex MessagingService();

    [GeneratedRegex(@"^(?:[a-z]+:)?\+[0-9 .()\-]+\z", RegexOptions.None, 1000)]
    private static partial Regex Punctuated();

    [GeneratedRegex(@"[ .()\-]", RegexOptions.None, 1000)]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^(?:\+[0-9]{8,15}|[a-z]+:[\x21-\x7e]{1,100}|[0-9]{3,8}|[A-Za-z][A-Za-z0-9 _&+\-]{0,10})\z", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"^(?:\+[0-9]{8,15}|[a-z]+:[\x21-\x7e]{1,100})\z", RegexOptions.None, 1000)]
    private static partial Regex Recipient();
}

namespace OptOut;

/// <summary>What the form of a sender's address tells.</summary>
public static class SenderAddresses
{
    /// <summary>
    /// The channel of an address such as <c>whatsapp:+1415…</c>, in lower case; null for a number, short code or service.
    /// </summary>
    public static string? ChannelOf(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 ? null : address[..colon].ToLowerInvariant();
    }

    /// <summary>Whether it is a messaging service's SID.</summary>
    public static bool IsService(string address) => address.StartsWith("MG", StringComparison.Ordinal);

    /// <summary>
    /// Whether SMS, MMS or RCS go out from it. Within one messaging service Twilio keeps one opt-out for the three
    /// ("Opt-out handling for RCS", https://www.twilio.com/docs/rcs): each blocks, and opens, the others.
    /// </summary>
    public static bool SharesOptOuts(string address) => ChannelOf(address) is null or "rcs";
}

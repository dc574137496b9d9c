namespace OptOut;

/// <summary>The channels that a sender's address stands for.</summary>
public static class Channels
{
    /// <summary>SMS and MMS, which share their senders. A messaging service counts as it: nobody can tell what it will choose.</summary>
    public const string Sms = "sms";

    /// <summary>The channel of an address as Twilio writes it: the prefix of <c>whatsapp:+1…</c>, else SMS.</summary>
    public static string Of(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? Sms : address[..colon];
    }
}

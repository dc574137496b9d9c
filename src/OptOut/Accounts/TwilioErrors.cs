namespace OptOut;

/// <summary>Twilio's error codes that the rules know (https://www.twilio.com/docs/api/errors).</summary>
public static class TwilioErrors
{
    /// <summary>The recipient has unsubscribed from the sender at Twilio or the carrier.</summary>
    public const int Unsubscribed = 21610;

    /// <summary>The codes that say: this recipient is blocked for this sender, whatever we hold (rule 12).</summary>
    /// <remarks>Each with where it counts and the page that says what it means.</remarks>
    private static readonly (int Code, bool OnChannelsOnly, string Source)[] Blocking =
    [
        (Unsubscribed, false, "https://www.twilio.com/docs/api/errors/21610: attempt to send to unsubscribed recipient"),
        (
            63014,
            true,
            "https://www.twilio.com/docs/api/errors/63014: channel message blocked by user action, such as a block of the business on WhatsApp"
        ),
    ];

    /// <summary>Whether the error says that the recipient is blocked for the sender.</summary>
    /// <param name="code">Twilio's error number; null where there is none.</param>
    /// <param name="sender">The sender's address. Of a messaging service only Twilio knows the channel, so every code counts.</param>
    public static bool Blocks(int? code, string? sender) =>
        Array.Exists(
            Blocking,
            row =>
                row.Code == code
                && (
                    !row.OnChannelsOnly
                    || (sender is not null && (SenderAddresses.ChannelOf(sender) is not null || SenderAddresses.IsService(sender)))
                )
        );
}

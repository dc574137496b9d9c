namespace OptOut;

/// <summary>Twilio's error codes that the rules know (https://www.twilio.com/docs/api/errors).</summary>
public static class TwilioErrors
{
    /// <summary>The recipient has unsubscribed from the sender at Twilio or the carrier.</summary>
    public const int Unsubscribed = 21610;
}

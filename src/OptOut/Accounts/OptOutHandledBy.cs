namespace OptOut;

/// <summary>Who answers the opt-out keywords of a sender: whoever already answered, answers alone (rule 10).</summary>
public enum OptOutHandledBy
{
    /// <summary>We do. Twilio's default handling is off, or the sender has none (short code, WhatsApp).</summary>
    App,

    /// <summary>Twilio's default handling of keywords: on for long codes unless it was switched off.</summary>
    Twilio,

    /// <summary>The carriers' network behind US and Canadian toll-free numbers, which cannot be switched off.</summary>
    Carrier,
}

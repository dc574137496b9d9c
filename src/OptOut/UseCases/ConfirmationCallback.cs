namespace OptOut;

/// <summary>Where Twilio reports the fate of our own confirmations.</summary>
public static class ConfirmationCallback
{
    /// <summary>The query's name for the receipt that a confirmation belongs to.</summary>
    public const string Parameter = "confirmation";

    /// <summary>
    /// The names stand in alphabetical order: some of Twilio's products sort them before they sign and call, so that any other order would
    /// fail the signature.
    /// </summary>
    public static Uri Of(string publicBaseUrl, Receipt receipt) =>
        new($"{publicBaseUrl}/api/twilio/status?brand={receipt.Brand}&{Parameter}={receipt.Id}");
}

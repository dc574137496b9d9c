namespace OptOut;

/// <summary>Where Twilio reports the fate of our own confirmations.</summary>
public static class ConfirmationCallback
{
    /// <summary>The query's name for the receipt that a confirmation belongs to.</summary>
    public const string Parameter = "confirmation";

    public static Uri Of(string publicBaseUrl, Receipt receipt) =>
        new($"{publicBaseUrl}/api/twilio/status?{Parameter}={receipt.Id}&brand={receipt.Brand}");
}

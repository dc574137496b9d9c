namespace OptOut;

/// <summary>Twilio's daily lists of numbers that US carriers deactivated (twilio.com/docs/messaging/api/deactivations-resource).</summary>
public interface ITwilioDeactivations
{
    /// <summary>
    /// The numbers of one day, as they come; nothing where Twilio has no list of that day yet. Throws when Twilio cannot be asked.
    /// </summary>
    IAsyncEnumerable<string> ReadAsync(string accountSid, DateOnly day, CancellationToken cancellation);
}

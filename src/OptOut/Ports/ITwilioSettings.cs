namespace OptOut;

/// <summary>Reads what an account has set at Twilio; changes nothing. Throws when Twilio cannot be asked.</summary>
public interface ITwilioSettings
{
    /// <summary>All numbers and messaging services of the account.</summary>
    Task<TwilioSettings> ReadAsync(string accountSid, CancellationToken cancellation);
}

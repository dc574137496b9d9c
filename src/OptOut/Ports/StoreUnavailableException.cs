namespace OptOut;

/// <summary>The store could not be asked: deny, say 503, let a follow-up or Twilio try again.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException() : this("The recipient store cannot be reached.")
    {
    }

    public StoreUnavailableException(string message) : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception inner) : base(message, inner)
    {
    }
}

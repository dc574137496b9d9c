namespace OptOut;

/// <summary>
/// What a port stands for (the table, the queue, the broker of events) could not be asked, or did not answer in time. Its state is unknown
/// then: a check denies, a webhook answers 503 so that Twilio delivers again, and a follow-up is retried.
/// </summary>
public sealed class DependencyUnavailableException : Exception
{
    public DependencyUnavailableException()
        : this("The recipient store cannot be reached.") { }

    public DependencyUnavailableException(string message)
        : base(message) { }

    public DependencyUnavailableException(string message, Exception inner)
        : base(message, inner) { }
}

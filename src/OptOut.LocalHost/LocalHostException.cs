namespace OptOut.LocalHost;

/// <summary>The local host cannot start or go on; the message is for the person at the console and says what to do.</summary>
public sealed class LocalHostException : Exception
{
    public LocalHostException(string message)
        : base(message) { }

    public LocalHostException(string message, Exception inner)
        : base(message, inner) { }

    public LocalHostException() { }
}

namespace OptOut;

/// <summary>
/// A recipient's ledger is not what was written: an event was changed, or is missing (rule 34). Nothing is said about this recipient from
/// it: 503.
/// </summary>
public sealed class BrokenChainException : Exception
{
    public BrokenChainException()
        : this("The recipient's ledger is not what was written.") { }

    public BrokenChainException(string message)
        : base(message) { }

    public BrokenChainException(string message, Exception inner)
        : base(message, inner) { }
}

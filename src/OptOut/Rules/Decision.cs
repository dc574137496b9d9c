namespace OptOut;

/// <summary>What a rule decided: what happened, and what to say about it.</summary>
/// <param name="Events">Drafts of ledger events, in order.</param>
/// <param name="Reply">At most one message to the recipient, or the address to pass an ordinary message on to.</param>
public sealed record Decision(IReadOnlyList<LedgerEvent> Events, Reply? Reply = null)
{
    public static readonly Decision Nothing = new([]);
}

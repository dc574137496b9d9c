namespace OptOut;

/// <summary>A change of one recipient, all of it or nothing.</summary>
/// <param name="Before">What the decision was based on.</param>
/// <param name="After">The new state.</param>
/// <param name="Reserved">The places held from now on.</param>
/// <param name="Events">The new ledger events, in sequence.</param>
/// <param name="Receipt">What shows that its cause was taken: a second change with the same receipt id is refused.</param>
/// <param name="Replaces">A receipt that is replaced, if it still has the version it was read with.</param>
public sealed record Change(
    RecipientKey Key,
    RecipientRecord Before,
    RecipientState After,
    IReadOnlyList<Reservation> Reserved,
    IReadOnlyList<LedgerEvent> Events,
    Receipt? Receipt = null,
    Receipt? Replaces = null
)
{
    /// <summary>The last messages from now on.</summary>
    public IReadOnlyList<RecentMessage> Recent { get; init; } = [];

    /// <summary>The sequence of the first new event; 0 without any.</summary>
    public long FirstSequence => Events.Count == 0 ? 0 : Events[0].Sequence;

    /// <summary>The sequence of the last new event; 0 without any.</summary>
    public long LastSequence => Events.Count == 0 ? 0 : Events[^1].Sequence;
}

/// <summary>How a commit ended.</summary>
public enum Commit
{
    Done,

    /// <summary>Somebody else changed the recipient, or took the same receipt: read again and decide again.</summary>
    Stale,
}

/// <summary>How a commit ended, and why.</summary>
/// <param name="Outcome">Done, or to be decided again.</param>
/// <param name="Taken"> Where the state was still what the decision was based on, and the new receipt was there already: that receipt.
/// Null: read again whatever is needed. </param>
public readonly record struct CommitResult(Commit Outcome, Receipt? Taken = null)
{
    /// <summary>An outcome without more to say.</summary>
    public static implicit operator CommitResult(Commit outcome) => new(outcome);
}

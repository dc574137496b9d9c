namespace OptOut;

/// <summary>What is kept of a recipient besides the ledger.</summary>
/// <param name="State">The fold of the ledger.</param>
/// <param name="Reserved">Places held for the next minutes; not part of the ledger.</param>
/// <param name="Version">The store's version of what was read; null when nothing is kept yet.</param>
public sealed record RecipientRecord(RecipientState State, IReadOnlyList<Reservation> Reserved, string? Version)
{
    /// <summary>The last messages, to recognise them by their other SID; not part of the ledger.</summary>
    public IReadOnlyList<RecentMessage> Recent { get; init; } = [];
}

namespace OptOut;

/// <summary>A consent in force until something newer covers it.</summary>
/// <param name="Id">The consent's id.</param>
/// <param name="At">When it was given or last renewed: what a suppression is compared with.</param>
/// <param name="Event">The ledger event that gave it.</param>
/// <param name="Sequence">That event's sequence.</param>
/// <param name="Until">When it expires by itself.</param>
/// <param name="RenewedBy">The opt-in that restored it.</param>
/// <param name="Level">How strong it is (rule 37).</param>
public sealed record Grant(
    string Id,
    DateTimeOffset At,
    string Event,
    long Sequence,
    Basis Basis,
    DateTimeOffset? Until = null,
    string? RenewedBy = null,
    ConsentLevel Level = ConsentLevel.Oral
);

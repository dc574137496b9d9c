namespace OptOut;

/// <summary>
/// Takes reports that a number was reassigned or deactivated: by the API, an import, or Twilio's events and daily list (rule 36).
/// </summary>
public sealed class ReportReassigned(RecipientChanges changes)
{
    /// <param name="key">The number's account and address.</param>
    /// <param name="at">Since when it belongs to somebody else, or to nobody.</param>
    /// <param name="source">By which way it reached us: <see cref="Sources"/>.</param>
    /// <param name="origin">Where it is known from, in the reporter's words.</param>
    /// <param name="onlyKnown">Nothing is written for a number that the account never met: a list of a whole country's numbers is no reason
    /// to keep them.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The state after it; its <see cref="RecipientState.Reassigned"/> is the newest that is known.</returns>
    public async Task<RecipientState> HandleAsync(
        RecipientKey key,
        DateTimeOffset at,
        string source,
        string? origin,
        bool onlyKnown,
        CancellationToken cancellation
    ) =>
        (
            await changes.ApplyAsync(
                key,
                null,
                (record, _, now) =>
                    onlyKnown && record.State.LastSequence == 0
                        ? Proposal.Nothing
                        : new Proposal(NumberLifeRules.Report(record.State, at, source, origin, now)),
                cancellation
            )
        ).State;
}

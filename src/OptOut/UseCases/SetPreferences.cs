namespace OptOut;

/// <summary>
/// Keeps how often a recipient wants to hear from a brand, and what is known of the person; a change needs no new consent (rules 28, 35).
/// </summary>
public sealed class SetPreferences(RecipientChanges changes)
{
    /// <summary>Writes what is new.</summary>
    /// <returns>The state after it; null where it would loosen the frequency without saying who asked for it, and nothing was written (rule
    /// 28).</returns>
    public async Task<RecipientState?> HandleAsync(RecipientKey key, string brand, Preferences preferences, CancellationToken cancellation)
    {
        var refused = false;
        var written = await changes.ApplyAsync(
            key,
            null,
            (record, _, now) =>
            {
                refused =
                    PreferenceRules.Loosens(record.State.Brand(brand).Frequency, preferences)
                    && (preferences.Origin is null || preferences.Proof is null);
                return refused ? Proposal.Nothing : new Proposal(PreferenceRules.Set(record.State, brand, preferences, now));
            },
            cancellation
        );
        return refused ? null : written.State;
    }

    /// <summary>A frequency that only tightens, or is the recipient's own word.</summary>
    public Task HandleAsync(RecipientKey key, string brand, Frequency? frequency, CancellationToken cancellation) =>
        changes.ApplyAsync(
            key,
            null,
            (record, _, now) =>
                new Proposal(
                    PreferenceRules.Set(
                        record.State,
                        brand,
                        new Preferences(frequency, Unset: frequency is null ? [ProfileFold.Frequency] : null),
                        now
                    )
                ),
            cancellation
        );
}

namespace OptOut;

/// <summary>Keeps how often a recipient wants to hear from a brand; a change needs no new consent (rule 28).</summary>
public sealed class SetPreferences(RecipientChanges changes)
{
    public Task HandleAsync(RecipientKey key, string brand, Frequency? frequency, CancellationToken cancellation) =>
        changes.ApplyAsync(key, null, (record, _, now) => record.State.Brand(brand).Frequency == frequency
            ? Proposal.Nothing
            : new Proposal([new LedgerEvent { Type = EventType.PreferencesChanged, At = now, Brand = brand, Source = Sources.Api, Frequency = frequency, Unset = frequency is null ? [ProfileFold.Frequency] : null }]), cancellation);
}

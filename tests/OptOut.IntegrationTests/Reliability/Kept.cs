using System.Text.Json;

namespace OptOut.IntegrationTests;

/// <summary>Everything that a site keeps of one person, to be held against what is promised.</summary>
internal sealed record Kept(
    string Person,
    RecipientState State,
    IReadOnlyList<LedgerEvent> Ledger,
    IReadOnlyList<Receipt> Receipts,
    IReadOnlyList<string> Phone
)
{
    private BrandState Acme => State.Brand("acme");

    /// <param name="messageSids">The messages that were acknowledged.</param>
    public static async Task<Kept> ReadAsync(Site site, RunningHost host, string person, params IReadOnlyCollection<string> messageSids)
    {
        var key = Site.KeyOf(person);
        var state = (await site.Store.ReadAsync(key, CancellationToken.None)).State;
        var receipts = new List<Receipt>();
        foreach (var sid in messageSids)
        {
            receipts.Add(await site.ReceiptAsync(person, sid) ?? throw new InvalidOperationException($"{sid} has no receipt."));
        }

        return new(
            person,
            state,
            await site.Store.ReadLedgerAsync(key, 1, state.LastSequence, CancellationToken.None),
            receipts,
            await site.PhoneAsync(host, person)
        );
    }

    /// <summary>The ledger has no gaps, and the state is its fold.</summary>
    public void StateIsTheFoldedLedger()
    {
        Assert.Equal(Enumerable.Range(1, (int)State.LastSequence).Select(n => (long)n), Ledger.Select(e => e.Sequence));
        var folded = OptOut.Ledger.Fold(State.Recipient, Ledger);
        Assert.Equal(
            JsonSerializer.Serialize(folded, OptOutJson.Default.RecipientState),
            JsonSerializer.Serialize(State, OptOutJson.Default.RecipientState)
        );
    }

    /// <summary>An opt-out stands.</summary>
    public void IsOptedOut() => Assert.True(Acme.Suppression is not null, $"{Person} is not suppressed: {Told()}");

    /// <summary>
    /// No confirmation is still under way, and the phone has as many of each words as the receipts say were sent. Of two in the same
    /// words, Twilio's list does not say which belongs to which (docs/reliability.md). One that was not sent had been superseded.
    /// </summary>
    public void EachIsConfirmedOnce()
    {
        var confirmations = Receipts.Select(r => r.Confirmation).OfType<Confirmation>().ToArray();
        Assert.True(confirmations.All(c => c.State is ConfirmationState.Sent or ConfirmationState.Superseded), Told());
        var sent = confirmations.Where(c => c.State == ConfirmationState.Sent).ToArray();
        Assert.True(
            sent.Select(c => c.Text)
                .Order(StringComparer.Ordinal)
                .SequenceEqual(Phone.Order(StringComparer.Ordinal), StringComparer.Ordinal),
            Told()
        );
    }

    private string Told() =>
        $"{Person}: receipts {string.Join(", ", Receipts.Select(r => $"{r.Id} {r.Meaning} {r.Confirmation?.Kind} {r.Confirmation?.State} {r.Confirmation?.MessageSid}"))}; "
        + $"phone {string.Join(", ", Phone.Select(text => text[..Math.Min(24, text.Length)]))}; "
        + $"ledger {string.Join(", ", Ledger.Select(e => $"{e.Sequence} {e.Type} {e.Proof?.MessageSid}"))}";
}

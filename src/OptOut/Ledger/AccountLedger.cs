using System.Collections.Immutable;

namespace OptOut;

/// <summary>
/// The account's own ledger: what concerns it and no recipient. It is kept, chained, published, audited and purged like that of a
/// recipient, under an address that no person can have.
/// </summary>
public static class AccountLedger
{
    private const string Prefix = "account:";

    /// <summary>Where it lies.</summary>
    public static RecipientKey Of(string accountSid) => new(accountSid, RecipientAddress.FromStored(Prefix + accountSid));

    /// <summary>By which name a brand, or a campaign of it, is suspended. Ids hold no slash.</summary>
    public static string Name(string brand, string? campaign) => campaign is null ? brand : $"{brand}/{campaign}";

    internal static RecipientState Apply(RecipientState state, LedgerEvent e)
    {
        var name = Name(e.Brand!, e.Campaign);
        var known = Ledger.Sorted(state.Suspended ?? ImmutableSortedDictionary<string, Mark>.Empty);
        return state with { Suspended = e.Suspended == true ? known.SetItem(name, new Mark(e.At, e.Id)) : known.Remove(name) };
    }
}

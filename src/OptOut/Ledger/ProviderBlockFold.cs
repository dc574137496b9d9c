using System.Collections.Immutable;

namespace OptOut;

/// <summary>How blocks of Twilio and the carriers change the state (rule 12).</summary>
internal static class ProviderBlockFold
{
    public static RecipientState Apply(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand => brand with { ProviderBlocks = Ledger.Sorted(brand.ProviderBlocks).SetItem(e.Sender!, new Mark(e.At, e.Id)) }
        );

    public static RecipientState ApplyEnd(RecipientState state, LedgerEvent e) =>
        state.With(
            e.Brand!,
            brand =>
                brand with
                {
                    ProviderBlocks = Ledger.Sorted(brand.ProviderBlocks).Remove(e.Sender!),
                    InboundConsentAt = Times.Later(brand.InboundConsentAt, e.At),
                }
        );

    /// <summary>Whatever the event is about: which messaging service the sender answers for, the latest that was seen.</summary>
    public static RecipientState Learn(RecipientState state, LedgerEvent e) =>
        e is { Brand: { } id, Sender: { } sender, MessagingService: { } service }
        && SenderAddresses.SharesOptOuts(sender)
        && state.Brand(id).ServiceOf(sender) != service
            ? state.With(
                id,
                brand =>
                {
                    var others = brand.Services.ToImmutableSortedDictionary(
                        s => s.Key,
                        s => s.Value.Remove(sender, StringComparer.Ordinal),
                        StringComparer.Ordinal
                    );
                    return brand with { Services = others.SetItem(service, (others.GetValueOrDefault(service) ?? []).Add(sender)) };
                }
            )
            : state;
}

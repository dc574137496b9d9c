using System.Security.Cryptography;
using System.Text;

namespace OptOut;

/// <summary>What Twilio's consent list is to be told of a ledger event (rule 40).</summary>
public static class ConsentSyncRules
{
    /// <summary>
    /// Whether the event may be for Twilio's list at all. A campaign's own opt-out is not: Twilio would stop the sender for every campaign.
    /// </summary>
    public static bool Concerns(LedgerEvent happened, SyncToTwilio mode) =>
        happened switch
        {
            _ when mode == SyncToTwilio.Off => false,
            { Type: EventType.OptedOut, Scope: not Scope.Campaign } => true,
            { Type: EventType.OptedIn } or { Type: EventType.Consented, Basis: Basis.Express } => mode == SyncToTwilio.Both,
            _ => false,
        };

    /// <summary>
    /// The entries, one a sender. They say what holds now: an opt-out that was lifted since is reported by its lifting, if at all. A sender
    /// that Twilio or the carrier blocks is left out of opt-outs: they know already. So is what Twilio's list cannot name: channel
    /// addresses and alphanumeric ids.
    /// </summary>
    public static IReadOnlyList<ConsentReport> For(RecipientState state, LedgerEvent happened, Account account)
    {
        if (!state.Recipient.StartsWith('+'))
        {
            return [];
        }

        IEnumerable<Brand> brands =
            happened.Scope == Scope.Account || happened.Brand is null ? account.Brands.Values.OrderBy(b => b.Id, StringComparer.Ordinal)
            : account.Brands.TryGetValue(happened.Brand, out var one) ? [one]
            : [];
        var isOptOut = happened.Type == EventType.OptedOut;
        return
        [
            .. from brand in brands
            where Coverage.OfBrand(state, brand.Id) is not null == isOptOut
            from sender in brand.Senders
            where IsNamed(sender.Address) && !(isOptOut && state.Brand(brand.Id).ProviderBlocks.ContainsKey(sender.Address))
            select new ConsentReport(
                state.Recipient,
                sender.Address,
                isOptOut ? "opt-out" : "opt-in",
                SourceOf(happened, isOptOut),
                CorrelationId(happened.Id, sender.Address),
                // Twilio takes no date in its future; a sender's clock may be fast (rule 18).
                Times.Earlier(happened.At, happened.RecordedAt)
            ),
        ];
    }

    private static bool IsNamed(string sender) => sender.StartsWith('+') || sender.StartsWith("MG", StringComparison.Ordinal);

    private static string SourceOf(LedgerEvent happened, bool isOptOut) =>
        happened.Source switch
        {
            Sources.Message or Sources.Conversations => isOptOut ? "opt-out-message" : "opt-in-message",
            Sources.Web => "website",
            "phone" or "agent" => "offline",
            _ => happened.Method switch
            {
                "web-form" or "app" => "website",
                "paper-form" or "verbal" or "point-of-sale" => "offline",
                "keyword" => "opt-in-message",
                _ => "others",
            },
        };

    private static string CorrelationId(string eventId, string sender) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{eventId}|{sender}")).AsSpan(0, 16));
}

using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>What the sender wrote into the status callback's URL: <c>?brand=&amp;campaign=&amp;kind=&amp;fulfilled=</c>; of our own confirmations, their receipt.</summary>
internal sealed record StatusQuery(Brand Brand, Campaign? Campaign, CheckKind Kind, IReadOnlyList<Obligation> Fulfilled, string? Sender, string? Confirmation)
{
    /// <summary>
    /// Reads it. A brand left out is that of the message's sender, or the account's only one; a campaign left out, the brand's only one; a kind left out,
    /// <c>campaign</c>. <c>fulfilled</c> takes several obligations, repeated or with commas.
    /// </summary>
    public static StatusQuery? Read(IQueryCollection query, Account account, StatusCallbackFields status, FieldErrors errors)
    {
        var sender = account.FindSender(status.From) ?? account.FindSender(status.MessagingServiceSid);
        var named = query["brand"].ToString();
        var brand = named.Length > 0 ? account.Brands.GetValueOrDefault(named)
            : sender?.Brand ?? (account.Brands.Count == 1 ? account.Brands.Values[0] : null);
        if (brand is null)
        {
            errors.Add("brand", named.Length > 0 ? "is not one of this account's." : "is required: the message's sender is no brand's.");
            return null;
        }

        var kind = errors.Word<CheckKind>("kind", Named(query, "kind")) ?? CheckKind.Campaign;
        var campaign = errors.Campaign("campaign", brand, Named(query, "campaign")) ?? (brand.Campaigns.Count == 1 ? brand.Campaigns.Values[0] : null);
        string?[] words = [.. query["fulfilled"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return new StatusQuery(
            brand, campaign, kind, SendEndpoints.Fulfilled(words, errors), sender?.Brand.Id == brand.Id ? sender?.Sender.Address : null,
            Named(query, ConfirmationCallback.Parameter));
    }

    private static string? Named(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } value ? value : null;
}

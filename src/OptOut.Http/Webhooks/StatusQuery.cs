using Microsoft.AspNetCore.Http;
using OptOut.Twilio;

namespace OptOut.Http;

/// <summary>
/// What the sender wrote into the status callback's URL: <c>?brand=&amp;campaign=&amp;kind=&amp;fulfilled=</c>; of our own confirmations,
/// their receipt.
/// </summary>
internal sealed record StatusQuery(
    Brand Brand,
    Campaign? Campaign,
    CheckKind Kind,
    IReadOnlyList<Obligation> Fulfilled,
    string? Sender,
    string? Confirmation
)
{
    /// <summary>The decision of the check that the message went out on (rule 33).</summary>
    public string? Decision { get; init; }

    /// <summary>
    /// Reads it. A brand left out is that of the message's sender, or the account's only one; a campaign left out, the brand's only one; a
    /// kind left out, <c>campaign</c>. <c>fulfilled</c> takes several obligations, repeated or with commas.
    /// </summary>
    public static StatusQuery? Read(HttpContext context, Account account, StatusCallbackFields status, FieldErrors errors)
    {
        var sender = account.FindSender(status.From, status.MessagingServiceSid);
        var named = context.Query("brand");
        var brand = named is not null ? account.Brands.GetValueOrDefault(named) : sender?.Brand ?? account.OnlyBrand;
        if (brand is null)
        {
            errors.Add("brand", named is not null ? "is not one of this account's." : "is required: the message's sender is no brand's.");
            return null;
        }

        var kind = errors.Word<CheckKind>("kind", context.Query("kind")) ?? CheckKind.Campaign;
        var campaign =
            errors.Campaign("campaign", brand, context.Query("campaign")) ?? (kind == CheckKind.Reply ? null : brand.OnlyCampaign);
        string?[] words =
        [
            .. context
                .Request.Query["fulfilled"]
                .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
        return new StatusQuery(
            brand,
            campaign,
            kind,
            PostedSend.ReadFulfilled(words, errors),
            sender?.Sender.Address,
            context.Query(ConfirmationCallback.Parameter)
        )
        {
            Decision = context.Query("decision"),
        };
    }
}

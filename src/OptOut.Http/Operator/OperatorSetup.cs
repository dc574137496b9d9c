using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// What the page for set-up and health shows of the configuration: the addresses to give Twilio, senders, campaigns and texts. No secret is
/// in it.
/// </summary>
internal static class OperatorSetup
{
    public static IResult Get(HttpContext context, Policy policy)
    {
        var account = ApiCaller.Of(context).Account;
        var api = policy.PublicBaseUrl.TrimEnd('/') + "/api/twilio/";
        return TypedResults.Json(
            new OperatorSetupResponse(
                account.Sid,
                [
                    new("Messages", "POST", api + "messages"),
                    new("Status callbacks", "POST", api + "status"),
                    new("Conversations", "POST", api + "conversations"),
                    new("Event Streams", "POST", api + "events"),
                ],
                [
                    new("Retention", policy.Retention.ToString()),
                    new("Stop scope", $"{account.StopScope}"),
                    new("Sync to Twilio", $"{account.SyncToTwilio}"),
                    new("Decisions required", account.RequireDecision ? "yes" : "no"),
                    new("Webhooks", $"{account.Webhooks.Count}"),
                ],
                [.. account.Brands.Values.OrderBy(b => b.Id, StringComparer.Ordinal).Select(Of)],
                policy.Warnings
            ),
            ApiJson.Written.OperatorSetupResponse
        );
    }

    private static SetupBrand Of(Brand brand) =>
        new(
            brand.Id,
            brand.Name,
            [
                new("Language", brand.Language),
                new("Plain-language opt-outs", $"{brand.FreeTextOptOut}"),
                new("Conversation window", brand.ConversationWindow.ToString()),
                new("Confirm within", brand.ConfirmWithin.ToString()),
                new("Review within", brand.ReviewWithin.ToString()),
                new("Reply after opt-out", $"{brand.ReplyAfterOptOut}"),
                new("Opt-out text", brand.OptOutText),
                new("Opt-in text", brand.OptInText),
                new("Help text", brand.HelpText),
            ],
            [.. brand.Senders.Select(s => new SetupSender(s.Address, $"{s.OptOutHandledBy}"))],
            [
                .. brand
                    .Campaigns.Values.OrderBy(c => c.Id, StringComparer.Ordinal)
                    .Select(c => new SetupCampaign(
                        c.Id,
                        $"{c.Purpose}",
                        $"{c.Content}",
                        c.Keywords,
                        c.CallToAction,
                        c.DoubleOptIn,
                        $"{c.QuietHours}"
                    )),
            ]
        );
}

/// <summary>An address to set at Twilio.</summary>
public sealed record SetupAddress(string What, string Method, string Url);

/// <summary>A setting as it is in force.</summary>
public sealed record SetupValue(string Name, string Value);

/// <summary>A sender and who answers opt-outs sent to it.</summary>
public sealed record SetupSender(string Address, string OptOutHandledBy);

/// <summary>A campaign as it is configured.</summary>
public sealed record SetupCampaign(
    string Id,
    string Purpose,
    string Content,
    IReadOnlyList<string> Keywords,
    string? CallToAction,
    bool DoubleOptIn,
    string QuietHours
);

/// <summary>A brand as it is configured.</summary>
public sealed record SetupBrand(
    string Id,
    string Name,
    IReadOnlyList<SetupValue> Settings,
    IReadOnlyList<SetupSender> Senders,
    IReadOnlyList<SetupCampaign> Campaigns
);

/// <summary>The account as it is configured.</summary>
public sealed record OperatorSetupResponse(
    string Sid,
    IReadOnlyList<SetupAddress> Addresses,
    IReadOnlyList<SetupValue> Settings,
    IReadOnlyList<SetupBrand> Brands,
    IReadOnlyList<string> Warnings
);

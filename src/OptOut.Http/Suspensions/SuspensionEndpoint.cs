using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Whether a brand or a campaign shall be suspended, why, and who says so.</summary>
[RequestJson]
public sealed record SuspensionRequest(
    [property: Required] bool? Suspended,
    [property: Required, MaxLength(1000)] string? Reason,
    [property: Required, MaxLength(200)] string? Actor
);

/// <summary>Whether it is suspended now, since when, and the event in the account's ledger that says so.</summary>
public sealed record SuspensionResponse(string Brand, string? Campaign, bool Suspended, DateTimeOffset? Since, string? Event);

/// <summary>The brand, or the campaign of it where the path names one, that is suspended or let go on.</summary>
internal sealed record PutSuspension(Account Account, Brand Brand, Campaign? Campaign, bool Suspended, string Reason, string Actor)
    : IApiRequest<PutSuspension>
{
    public static async ValueTask<PutSuspension?> ReadAsync(RequestReader request)
    {
        if (
            await request.BodyAsync(ApiJson.Default.SuspensionRequest) is not { } body
            || request.Brand(request.Path("brand")) is not { } brand
        )
        {
            return null;
        }

        var campaign = request.Path("campaign") is { Length: > 0 } id ? brand.Campaigns.GetValueOrDefault(id) : null;
        if (campaign is null && request.Path("campaign").Length > 0)
        {
            request.Refuse(Problems.NotFound("The brand has no such campaign."));
            return null;
        }

        return new(request.Account, brand, campaign, body.Suspended == true, body.Reason ?? "", body.Actor ?? "");
    }
}

/// <summary><c>PUT /api/suspensions/{brand}</c> and <c>PUT /api/suspensions/{brand}/{campaign}</c> (rule 29).</summary>
internal static class SuspensionEndpoint
{
    public static async Task<IResult> Put(Valid<PutSuspension> request, Suspensions suspensions, CancellationToken cancellation)
    {
        var (account, brand, campaign, suspended, reason, actor) = request.Value;
        var configured = campaign?.Suspended ?? brand.Suspended;
        if (configured && !suspended)
        {
            return Problems.Conflict(
                "suspended-by-configuration",
                "suspended-by-configuration",
                "The configuration suspends it, and only the configuration can let it go on."
            );
        }

        var mark = await suspensions.SetAsync(account.Sid, brand.Id, campaign?.Id, suspended, reason, actor, cancellation);
        return TypedResults.Json(
            new SuspensionResponse(brand.Id, campaign?.Id, configured || mark is not null, mark?.At, mark?.Event),
            ApiJson.Written.SuspensionResponse
        );
    }
}

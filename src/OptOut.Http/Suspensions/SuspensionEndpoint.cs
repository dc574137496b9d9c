using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Whether a brand or a campaign shall be suspended, why, and who says so.</summary>
public sealed record SuspensionRequest(bool? Suspended, string? Reason, string? Actor);

/// <summary>Whether it is suspended now, since when, and the event in the account's ledger that says so.</summary>
public sealed record SuspensionResponse(string Brand, string? Campaign, bool Suspended, DateTimeOffset? Since, string? Event);

/// <summary><c>PUT /api/suspensions/{brand}</c> and <c>PUT /api/suspensions/{brand}/{campaign}</c> (rule 29).</summary>
internal static class SuspensionEndpoint
{
    public static Task<IResult> PutBrand(string brand, HttpContext context, Suspensions suspensions, CancellationToken cancellation) =>
        PutAsync(brand, null, context, suspensions, cancellation);

    public static Task<IResult> PutCampaign(string brand, string campaign, HttpContext context, Suspensions suspensions, CancellationToken cancellation) =>
        PutAsync(brand, campaign, context, suspensions, cancellation);

    private static async Task<IResult> PutAsync(string id, string? campaign, HttpContext context, Suspensions suspensions, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.SuspensionRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        if (caller.FindBrand(id, out var problem) is not { } brand)
        {
            return problem!;
        }

        if (campaign is not null && !brand.Campaigns.ContainsKey(campaign))
        {
            return Problems.NotFound("The brand has no such campaign.");
        }

        var errors = new FieldErrors();
        errors.Check(body!.Suspended is not null, "suspended", "is required: true or false.");
        var reason = errors.Text("reason", body.Reason);
        var actor = errors.Text("actor", body.Actor, 200);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var configured = campaign is null ? brand.Suspended : brand.Campaigns[campaign].Suspended;
        if (configured && body.Suspended == false)
        {
            return Problems.Conflict("suspended-by-configuration", "suspended-by-configuration", "The configuration suspends it, and only the configuration can let it go on.");
        }

        var mark = await suspensions.SetAsync(caller.Account.Sid, brand.Id, campaign, body.Suspended == true, reason, actor, cancellation);
        return TypedResults.Json(new SuspensionResponse(brand.Id, campaign, configured || mark is not null, mark?.At, mark?.Event), ApiJson.Written.SuspensionResponse);
    }
}

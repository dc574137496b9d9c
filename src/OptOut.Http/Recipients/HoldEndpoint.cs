using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary><c>PUT /api/recipients/{recipient}/hold</c>: a legal hold stops erasure and purge (rule 32). Repeating it changes nothing.</summary>
internal static class HoldEndpoint
{
    public static async Task<IResult> Put(string recipient, HttpContext context, HoldRecipient holds, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.HoldRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var errors = new FieldErrors();
        var address = errors.Recipient("recipient", recipient);
        errors.Check(body!.Hold is not null, "hold", "is required: true sets the hold, false lifts it.");
        var reason = errors.Text("reason", body.Reason);
        var actor = errors.Text("actor", body.Actor, 200);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var hold = await holds.HandleAsync(new RecipientKey(caller.Account.Sid, address!), body.Hold!.Value, reason, actor, cancellation);
        return TypedResults.Json(new HoldResponse(address!.Value, hold is not null, hold?.At, hold?.Event), ApiJson.Written.HoldResponse);
    }
}

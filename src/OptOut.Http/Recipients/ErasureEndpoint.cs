using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary><c>DELETE /api/recipients/{recipient}</c>: erases what quotes or proves, keeps the opt-outs (rule 32). Repeating it changes nothing.</summary>
internal static class ErasureEndpoint
{
    public static async Task<IResult> Delete(string recipient, HttpContext context, EraseRecipient erase, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.CorrectionRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var errors = new FieldErrors();
        var address = errors.Recipient("recipient", recipient);
        var reason = errors.Text("reason", body!.Reason);
        var actor = errors.Text("actor", body.Actor, 200);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var (erased, hold) = await erase.HandleAsync(new RecipientKey(caller.Account.Sid, address!), reason, actor, cancellation);
        return hold is not null
            ? Problems.Conflict("legal-hold", "legal-hold", $"A legal hold stands since {hold.At:O}: nothing is erased until it is lifted.")
            : erased is null
            ? Problems.NotFound("Nothing is kept of this recipient.")
            : TypedResults.Json(new ErasureResponse(address!.Value, erased.At, erased.Event), ApiJson.Written.ErasureResponse);
    }
}

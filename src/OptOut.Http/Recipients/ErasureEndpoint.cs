using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Whose record is erased, why, and who says so.</summary>
internal sealed record Erasure(RecipientKey Key, string Reason, string Actor) : IApiRequest<Erasure>
{
    public static async ValueTask<Erasure?> ReadAsync(RequestReader request) =>
        await request.BodyAsync(ApiJson.Default.CorrectionRequest) is { } body && request.Recipient() is { } key
            ? new(key, body.Reason ?? "", body.Actor ?? "")
            : null;
}

/// <summary>
/// <c>DELETE /api/recipients/{recipient}</c>: erases what quotes or proves, keeps the opt-outs (rule 32). Repeating it changes nothing.
/// </summary>
internal static class ErasureEndpoint
{
    public static async Task<IResult> Delete(Valid<Erasure> request, EraseRecipient erase, CancellationToken cancellation)
    {
        var (key, reason, actor) = request.Value;
        var (erased, hold) = await erase.HandleAsync(key, reason, actor, cancellation);
        return hold is not null
                ? Problems.Conflict(
                    "legal-hold",
                    "legal-hold",
                    $"A legal hold stands since {hold.At:O}: nothing is erased until it is lifted."
                )
            : erased is null ? Problems.NotFound("Nothing is kept of this recipient.")
            : TypedResults.Json(new ErasureResponse(key.Recipient.Value, erased.At, erased.Event), ApiJson.Written.ErasureResponse);
    }
}

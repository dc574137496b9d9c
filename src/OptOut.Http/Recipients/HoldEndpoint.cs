using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Whose legal hold is set or lifted, why, and who says so.</summary>
internal sealed record PutHold(RecipientKey Key, bool Hold, string Reason, string Actor) : IApiRequest<PutHold>
{
    public static async ValueTask<PutHold?> ReadAsync(RequestReader request) =>
        await request.BodyAsync(ApiJson.Default.HoldRequest) is { } body && request.Recipient() is { } key
            ? new(key, body.Hold == true, body.Reason ?? "", body.Actor ?? "")
            : null;
}

/// <summary>
/// <c>PUT /api/recipients/{recipient}/hold</c>: a legal hold stops erasure and purge (rule 32). Repeating it changes nothing.
/// </summary>
internal static class HoldEndpoint
{
    public static async Task<IResult> Put(Valid<PutHold> request, HoldRecipient holds, CancellationToken cancellation)
    {
        var (key, wanted, reason, actor) = request.Value;
        var hold = await holds.HandleAsync(key, wanted, reason, actor, cancellation);
        return TypedResults.Json(
            new HoldResponse(key.Recipient.Value, hold is not null, hold?.At, hold?.Event),
            ApiJson.Written.HoldResponse
        );
    }
}

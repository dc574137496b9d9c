using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>What is known of a number's change of owner.</summary>
[RequestJson]
public sealed record ReassignedRequest([property: Required] DateTimeOffset? At, [property: Required, MaxLength(200)] string? Source);

/// <summary>Since when the number belongs to somebody else, and the ledger event that says so.</summary>
public sealed record ReassignedResponse(string Recipient, DateTimeOffset ReassignedAt, string Event);

/// <summary>Whose number got another owner, when, and who says so.</summary>
internal sealed record ReportedReassignment(RecipientKey Key, DateTimeOffset At, string Source) : IApiRequest<ReportedReassignment>
{
    public static async ValueTask<ReportedReassignment?> ReadAsync(RequestReader request)
    {
        if (await request.BodyAsync(ApiJson.Default.ReassignedRequest) is not { } body)
        {
            return null;
        }

        var at = request.Errors.PastTime("at", body.At, request.Now);
        return request.Recipient() is { } key ? new(key, at, body.Source ?? "") : null;
    }
}

/// <summary><c>POST /api/recipients/{recipient}/reassigned</c> (rule 36). Repeating it changes nothing.</summary>
internal static class ReassignedEndpoint
{
    public static async Task<IResult> Post(Valid<ReportedReassignment> request, ReportReassigned reassigned, CancellationToken cancellation)
    {
        var (key, at, source) = request.Value;
        var state = await reassigned.HandleAsync(key, at, Sources.Api, source, onlyKnown: false, cancellation);
        return TypedResults.Json(
            new ReassignedResponse(key.Recipient.Value, state.Reassigned!.At, state.Reassigned.Event),
            ApiJson.Written.ReassignedResponse
        );
    }
}

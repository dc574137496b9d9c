using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Who must not be written to, one recipient at a time.</summary>
internal static class SuppressionEndpoints
{
    public static async Task<IResult> Get(Valid<GetSuppression> request, IRecipientStore store, CancellationToken cancellation)
    {
        var (key, brand, campaign) = request.Value;
        var record = await store.ReadAsync(key, cancellation);
        return Json(SuppressionView.Of(record.State, brand.Id, campaign?.Id));
    }

    public static async Task<IResult> Put(Valid<PutSuppression> request, RecordOptOut optOuts, CancellationToken cancellation)
    {
        var (key, optOut) = request.Value;
        var written = await optOuts.RecordAsync(key, optOut, cancellation);
        var view = SuppressionView.Of(written.State, optOut.Brand.Id, optOut.Campaign);
        var supersededBy =
            written.Events.Select(e => e.SupersededBy).OfType<string>().FirstOrDefault()
            ?? (
                written is { Events: [], Receipt: not null } && !view.Suppressed
                    ? SuppressionRules.Newer(written.State, optOut, optOut.At!.Value)?.Event
                    : null
            );
        return Json(supersededBy is null ? view : view with { Suppressed = false, SupersededBy = supersededBy });
    }

    public static async Task<IResult> Delete(Valid<CorrectSuppression> request, RecordOptOut optOuts, CancellationToken cancellation)
    {
        var (key, brand, campaign, reason, actor) = request.Value;
        var (result, state) = await optOuts.CorrectAsync(key, brand.Id, campaign?.Id, reason, actor, cancellation);
        return result switch
        {
            SuppressionRules.Correction.NotFound => Problems.NotFound("There is no suppression to correct."),
            SuppressionRules.Correction.OwnWord => Problems.Conflict(
                "opted-out",
                "This is the recipient's own opt-out.",
                "Only the recipient, or a new consent, can lift what the recipient or the provider said."
            ),
            _ => Json(SuppressionView.Of(state, brand.Id, campaign?.Id)),
        };
    }

    private static IResult Json(SuppressionResponse response) => TypedResults.Json(response, ApiJson.Written.SuppressionResponse);
}

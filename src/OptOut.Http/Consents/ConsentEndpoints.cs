using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OptOut.Http;

/// <summary>Consents as senders report, read and withdraw them (rules 17 to 19).</summary>
internal static class ConsentEndpoints
{
    public static async Task<IResult> Post(Valid<PostedConsent> request, RecordConsent consents, CancellationToken cancellation)
    {
        var (key, consent, repeatable) = request.Value;
        return Answer(await consents.HandleAsync(key, consent, repeatable?.Id, cancellation), key);
    }

    /// <summary>
    /// An endpoint filter before all that is kept: the proof's message, where one is named, was sent by this recipient (rule 18).
    /// </summary>
    public static async ValueTask<object?> RefuseOthersProofAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (key, consent, _) = context.GetArgument<Valid<PostedConsent>>(0).Value;
        var store = context.HttpContext.RequestServices.GetRequiredService<IRecipientStore>();
        return await RecordConsent.IsTheirsAsync(store, key, consent.Proof, context.HttpContext.RequestAborted)
            ? await next(context)
            : Problems.Invalid("proof.messageSid", ConsentValidation.NotTheirs);
    }

    public static async Task<IResult> Get(
        Valid<OneRecipient> request,
        RecordConsent consents,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var (key, brand) = request.Value;
        var (state, proofs) = await consents.ReadAsync(key, brand.Id, cancellation);
        return TypedResults.Json(
            new ConsentList(key.Recipient.Value, brand.Id, ConsentView.All(key, state, brand.Id, proofs, time.GetUtcNow())),
            ApiJson.Written.ConsentList
        );
    }

    public static async Task<IResult> Delete(Valid<WithdrawConsent> request, RecordConsent consents, CancellationToken cancellation)
    {
        var (key, brand, id, reason, actor) = request.Value;
        var events = await consents.WithdrawAsync(key, brand?.Id, id, reason, actor, cancellation);
        return events.Count == 0
            ? Problems.NotFound("There is no such consent in force.")
            : TypedResults.Json(ConsentView.Withdrawn(key, events), ApiJson.Written.ConsentResponse);
    }

    private static IResult Answer(RecordConsent.Outcome outcome, RecipientKey key) =>
        outcome.GoneUntil is { } gone
            ? Problems.Conflict(
                "superseded",
                "superseded",
                $"The recipient's history until {gone:O} was purged or erased, or the number was somebody else's. Only a consent that was obtained after that counts."
            )
        : outcome.OptedOut is { } against
            ? Problems.Conflict(
                "opted-out",
                "opted-out",
                $"The recipient opted out, last at {against.LastOptOutAt:O}. Only a consent that was obtained after that, reported with \"reconsent\": true, lifts it."
            )
        : TypedResults.Json(ConsentView.Of(key, outcome.Events), ApiJson.Written.ConsentResponse, statusCode: StatusCodes.Status201Created);
}

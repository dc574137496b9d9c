using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Consents as senders report, read and withdraw them (rules 17 to 19).</summary>
internal static class ConsentEndpoints
{
    public static async Task<IResult> Post(HttpContext context, RecordConsent consents, IRecipientStore store, TimeProvider time, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.ConsentRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        if (caller.FindBrand(body!.Brand, out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var idempotencyKey = IdempotencyKey(context.Request, errors);
        var address = errors.Recipient("recipient", body.Recipient);
        var consent = ConsentValidation.Validate(body, brand, errors, time.GetUtcNow());
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var key = new RecipientKey(caller.Account.Sid, address!);
        if (!await RecordConsent.IsTheirsAsync(store, key, consent.Proof, cancellation))
        {
            return Problems.Invalid("proof.messageSid", ConsentValidation.NotTheirs);
        }

        if (idempotencyKey is null)
        {
            return Answer(await consents.HandleAsync(key, consent, null, cancellation), key);
        }

        var hash = Hash(JsonSerializer.Serialize(body, ApiJson.Default.ConsentRequest));
        var kept = await store.ClaimAnswerAsync(caller.Account.Sid, idempotencyKey, hash, cancellation);
        if (kept.RequestHash != hash)
        {
            return Problems.Unprocessable("idempotency-key-reused", "This Idempotency-Key was used for another request.");
        }

        if (kept.Status == 0)
        {
            var outcome = await consents.HandleAsync(key, consent, Hash(idempotencyKey), cancellation);
            if (outcome.OptedOut is not null || outcome.GoneUntil is not null)
            {
                return Answer(outcome, key);
            }

            kept = kept with { Status = StatusCodes.Status201Created, Body = JsonSerializer.Serialize(ConsentView.Of(key, outcome.Events), ApiJson.Written.ConsentResponse) };
            await store.KeepAnswerAsync(caller.Account.Sid, idempotencyKey, kept, cancellation);
        }

        // What was answered then, but for what is gone since: a consent that was erased cannot be proven, and is none.
        if (kept.Body is { } then && JsonSerializer.Deserialize(then, ApiJson.Default.ConsentResponse) is { } answered
            && (await store.ReadAsync(key, cancellation)).State.Erased is { } erased && erased.At >= answered.RecordedAt)
        {
            return Problems.Conflict(
                "erased", "erased", $"The recipient's consents were erased at {UtcTime.Write(erased.At)}. Only a consent that was obtained after that, under another Idempotency-Key, counts.");
        }

        return TypedResults.Text(kept.Body, "application/json", Encoding.UTF8, kept.Status);
    }

    public static async Task<IResult> Get(string recipient, HttpContext context, RecordConsent consents, TimeProvider time, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        if (caller.FindBrand(context.Request.Query["brand"], out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        if (errors.Recipient("recipient", recipient) is not { } address)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var key = new RecipientKey(caller.Account.Sid, address);
        var (state, proofs) = await consents.ReadAsync(key, brand.Id, cancellation);
        return TypedResults.Json(
            new ConsentList(address.Value, brand.Id, ConsentView.Held(key, state, brand.Id, proofs, time.GetUtcNow())), ApiJson.Written.ConsentList);
    }

    public static async Task<IResult> Delete(string recipient, string id, HttpContext context, RecordConsent consents, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        Brand? brand = null;
        // The id says which consent it is; a brand that is named must be the consent's.
        if (context.Query("brand") is { } named && (brand = caller.FindBrand(named, out var problem)) is null)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        if (errors.Recipient("recipient", recipient) is not { } address)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        WithdrawalRequest? body = null;
        if (context.Request.ContentLength > 0 || context.Request.HasJsonContentType())
        {
            (body, var unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.WithdrawalRequest, cancellation);
            if (unreadable is not null)
            {
                return unreadable;
            }
        }

        var key = new RecipientKey(caller.Account.Sid, address);
        var reason = errors.OptionalText("reason", body?.Reason);
        var actor = errors.OptionalText("actor", body?.Actor, 200);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var events = await consents.WithdrawAsync(key, brand?.Id, id, reason, actor, cancellation);
        return events.Count == 0
            ? Problems.NotFound("There is no such consent in force.")
            : TypedResults.Json(ConsentView.Withdrawn(key, events), ApiJson.Written.ConsentResponse);
    }

    private static IResult Answer(RecordConsent.Outcome outcome, RecipientKey key) => outcome.GoneUntil is { } gone
        ? Problems.Conflict(
            "superseded", "superseded",
            $"The recipient's history until {gone:O} was purged or erased, or the number was somebody else's. Only a consent that was obtained after that counts.")
        : outcome.OptedOut is { } against
        ? Problems.Conflict(
            "opted-out", "opted-out",
            $"The recipient opted out, last at {against.LastOptOutAt:O}. Only a consent that was obtained after that, reported with \"reconsent\": true, lifts it.")
        : TypedResults.Json(ConsentView.Of(key, outcome.Events), ApiJson.Written.ConsentResponse, statusCode: StatusCodes.Status201Created);

    /// <summary>The key that the caller gave the request; null without one. One that is blank or stands twice would name nothing, and is refused.</summary>
    private static string? IdempotencyKey(HttpRequest request, FieldErrors errors)
    {
        const string Header = "Idempotency-Key";
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        errors.Check(values.Count == 1, Header, "stands twice.");
        return errors.Text(Header, values[0], 255);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

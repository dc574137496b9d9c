using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Who must not be written to, one recipient at a time.</summary>
internal static class SuppressionEndpoints
{
    public static async Task<IResult> Get(string recipient, HttpContext context, IRecipientStore store, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        if (caller.FindBrand(context.Request.Query["brand"], out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var address = errors.Recipient("recipient", recipient);
        var campaign = errors.Campaign("campaign", brand, context.Query("campaign"));
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var record = await store.ReadAsync(new RecipientKey(caller.Account.Sid, address!), cancellation);
        return Json(SuppressionView.Of(record.State, brand.Id, campaign?.Id));
    }

    public static async Task<IResult> Put(string recipient, HttpContext context, RecordOptOut optOuts, TimeProvider time, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.SuppressionRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        if (caller.FindBrand(body!.Brand, out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var address = errors.Recipient("recipient", recipient);
        var optOut = Validate(body, brand, errors, time.GetUtcNow());
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var written = await optOuts.RecordAsync(new RecipientKey(caller.Account.Sid, address!), optOut, cancellation);
        var view = SuppressionView.Of(written.State, brand.Id, optOut.Campaign);
        var supersededBy = written.Events.Select(e => e.SupersededBy).OfType<string>().FirstOrDefault()
            ?? (written is { Events: [], Receipt: not null } && !view.Suppressed ? SuppressionRules.Newer(written.State, optOut, optOut.At!.Value)?.Event : null);
        return Json(supersededBy is null ? view : view with { Suppressed = false, SupersededBy = supersededBy });
    }

    public static async Task<IResult> Delete(string recipient, HttpContext context, RecordOptOut optOuts, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        if (caller.FindBrand(context.Request.Query["brand"], out var problem) is not { } brand)
        {
            return problem!;
        }

        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.CorrectionRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var errors = new FieldErrors();
        var address = errors.Recipient("recipient", recipient);
        var campaign = errors.Campaign("campaign", brand, context.Query("campaign"));
        var reason = errors.Text("reason", body!.Reason);
        var actor = errors.Text("actor", body.Actor, 200);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var (result, state) = await optOuts.CorrectAsync(new RecipientKey(caller.Account.Sid, address!), brand.Id, campaign?.Id, reason, actor, cancellation);
        return result switch
        {
            SuppressionRules.Correction.NotFound => Problems.NotFound("There is no suppression to correct."),
            SuppressionRules.Correction.OwnWord => Problems.Conflict(
                "opted-out", "This is the recipient's own opt-out.", "Only the recipient, or a new consent, can lift what the recipient or the provider said."),
            _ => Json(SuppressionView.Of(state, brand.Id, campaign?.Id)),
        };
    }

    internal static ReportedOptOut Validate(SuppressionRequest body, Brand brand, FieldErrors errors, DateTimeOffset now)
    {
        var (scope, campaign) = errors.Scope(brand, body.Scope, body.Campaign);
        var source = errors.Text("source", body.Source, 20);
        errors.Check(source.Length == 0 || Sources.Manual.Contains(source), "source", $"is one of {string.Join(", ", Sources.Manual)}.");
        return new ReportedOptOut
        {
            Brand = brand,
            Scope = scope,
            Campaign = campaign?.Id,
            Sender = errors.Sender("sender", brand, body.Sender),
            Reason = errors.Text("reason", body.Reason),
            Source = source,
            At = body.At is null ? null : errors.PastTime("at", body.At, now),
        };
    }

    private static IResult Json(SuppressionResponse response) => TypedResults.Json(response, ApiJson.Written.SuppressionResponse);
}

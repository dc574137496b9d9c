using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OptOut.Http;

/// <summary>"May I send this?" — one, or up to a thousand at a time (rules 23 to 28).</summary>
internal static class CheckEndpoints
{
    private const int MaxConcurrentReads = 32;

    public static async Task<IResult> One(Valid<OneCheck> request, CheckSend checks, CancellationToken cancellation)
    {
        var (item, recipient, question) = request.Value;
        return TypedResults.Json(
            Response(item, recipient, await checks.AnswerAsync(recipient, question, reserve: false, cancellation)),
            ApiJson.Written.CheckResponse
        );
    }

    public static async Task<IResult> Batch(
        Valid<ManyChecks> request,
        HttpContext context,
        CheckSend checks,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var (caller, items) = request.Value;
        var log = RequestLog.Of(context);
        var results = new CheckResponse[items.Count];
        await Parallel.ForAsync(
            0,
            items.Count,
            new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentReads, CancellationToken = cancellation },
            async (i, ct) => results[i] = await ItemAsync(caller, items[i], checks, time, log, ct)
        );
        return TypedResults.Json(new CheckResults(results), ApiJson.Written.CheckResults);
    }

    /// <summary>One item never fails the batch: what is wrong with it is its result.</summary>
    private static async Task<CheckResponse> ItemAsync(
        ApiCaller caller,
        JsonElement json,
        CheckSend checks,
        TimeProvider time,
        ILogger log,
        CancellationToken cancellation
    )
    {
        var errors = new FieldErrors();
        CheckItem? item = null;
        try
        {
            item = json.Deserialize(ApiJson.Default.CheckItem);
        }
        catch (JsonException e)
        {
            var (field, what) = JsonFaults.Of(json, ApiJson.Default.CheckItem, e);
            errors.Add(field, what);
        }

        if (item is null)
        {
            errors.Check(errors.Any, "$", "is null.");
            return Invalid(Reference(json), null, errors);
        }

        var brand = caller.FindBrand(item.Brand, out var problem);
        if (brand is null)
        {
            errors.Add(
                "brand",
                problem!.StatusCode == StatusCodes.Status400BadRequest
                    ? "is required: the account has several."
                    : "is not one of this account's."
            );
            return Invalid(item.Reference, item.Recipient, errors);
        }

        if (CheckQuestions.Read(caller.Account, brand, item, time.GetUtcNow(), errors) is not ({ } address, { } question))
        {
            return Invalid(item.Reference, item.Recipient, errors);
        }

        try
        {
            return Response(item, address, await checks.AnswerAsync(address, question, item.Reserve == true, cancellation));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A fault in one item denies that item only; the others have their answers.
            if (e is not DependencyUnavailableException)
            {
                RequestLog.ItemFailed(log, e.GetType().Name);
            }

            return Response(item, address, CheckAnswer.Deny(Reason.Unavailable));
        }
    }

    private static CheckResponse Response(CheckItem item, RecipientAddress recipient, CheckAnswer answer) =>
        new()
        {
            Reference = item.Reference,
            Recipient = recipient.Value,
            Allowed = answer.Allowed,
            Reason = answer.Reason,
            Obligations = answer.Obligations,
            Findings = answer.Findings,
            Evidence = answer.Evidence,
            Until = answer.Until,
            ValidUntil = answer.ValidUntil,
            Decision = answer.Decision,
            UsableSenders = answer.UsableSenders,
            Hint = answer.Hint,
        };

    private static CheckResponse Invalid(string? reference, string? recipient, FieldErrors errors)
    {
        Signals.Checked(Reason.Invalid);
        return new()
        {
            Reference = reference?.Length <= CheckQuestions.MaxReference ? reference : null,
            Recipient = recipient?.Length <= RecipientAddress.MaxLength ? recipient : null,
            Allowed = false,
            Reason = Reason.Invalid,
            Errors = errors.ToDictionary(),
        };
    }

    private static string? Reference(JsonElement item) =>
        JsonText.Find(item, "reference") is { } reference ? JsonText.Read(reference) : null;
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OptOut.Http;

/// <summary>"May I send this?" — one, or up to a thousand at a time (rules 23 to 28).</summary>
internal static class CheckEndpoints
{
    public const int MaxBatchSize = 1000;
    private const int ReadsAtOnce = 32;
    private static readonly TimeSpan FurthestPlan = TimeSpan.FromDays(7), ClockDifference = TimeSpan.FromSeconds(30);
    private const int MaxReference = 200;

    public static async Task<IResult> One(string recipient, HttpContext context, CheckSend checks, TimeProvider time, CancellationToken cancellation)
    {
        var query = context.Request.Query;
        var caller = ApiCaller.Of(context);
        if (caller.FindBrand(query["brand"], out var problem) is not { } brand)
        {
            return problem!;
        }

        var item = new CheckItem { Recipient = recipient, Campaign = Empty(query["campaign"]), Kind = Empty(query["kind"]), Sender = Empty(query["sender"]) };
        var errors = new FieldErrors();
        item = item with { At = errors.Time("at", Empty(query["at"])) };
        var (address, question) = Question(caller.Account, brand, item, time.GetUtcNow(), errors);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var answer = await checks.AnswerAsync(address!, question!, reserve: false, cancellation);
        return TypedResults.Json(Response(item, address!, answer), ApiJson.Written.CheckResponse);
    }

    public static async Task<IResult> Batch(HttpContext context, CheckSend checks, TimeProvider time, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, problem) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.CheckBatch, cancellation);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Checks is not { Count: > 0 and <= MaxBatchSize } items)
        {
            return Problems.Invalid("checks", $"holds 1 to {MaxBatchSize} checks.");
        }

        if (caller.Permission < Permission.Write && items.Any(Reserves))
        {
            return Problems.Forbidden("A check that reserves needs a key that may write.");
        }

        var log = RequestLog.Of(context);
        var results = new CheckResponse[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation }, async (i, ct) =>
            results[i] = await ItemAsync(caller, items[i], checks, time, log, ct));
        return TypedResults.Json(new CheckResults(results), ApiJson.Written.CheckResults);
    }

    /// <summary>One item never fails the batch: what is wrong with it is its result.</summary>
    private static async Task<CheckResponse> ItemAsync(
        ApiCaller caller, JsonElement json, CheckSend checks, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        CheckItem? item = null;
        try
        {
            item = json.Deserialize(ApiJson.Default.CheckItem);
        }
        catch (JsonException e)
        {
            errors.Add(SentNames.OfField(e), ApiBody.Describe(e));
        }

        if (item is null)
        {
            errors.Check(errors.Any, "$", "is null.");
            return Invalid(Reference(json), null, errors);
        }

        var brand = caller.FindBrand(item.Brand, out var problem);
        if (brand is null)
        {
            errors.Add("brand", problem!.StatusCode == StatusCodes.Status400BadRequest ? "is required: the account has several." : "is not one of this account's.");
            return Invalid(item.Reference, item.Recipient, errors);
        }

        var (address, question) = Question(caller.Account, brand, item, time.GetUtcNow(), errors);
        if (errors.Any)
        {
            return Invalid(item.Reference, item.Recipient, errors);
        }

        try
        {
            return Response(item, address!, await checks.AnswerAsync(address!, question!, item.Reserve == true, cancellation));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // A fault of this item is this item's doubt, and a doubt denies; the others have their answers.
            if (e is not StoreUnavailableException)
            {
                RequestLog.ItemFailed(log, e.GetType().Name);
            }

            return Response(item, address!, CheckAnswer.Deny(Reason.Unavailable));
        }
    }

    private static (RecipientAddress? Recipient, CheckQuestion? Question) Question(Account account, Brand brand, CheckItem item, DateTimeOffset now, FieldErrors errors)
    {
        var address = errors.Recipient("recipient", item.Recipient);
        var kind = errors.Word<CheckKind>("kind", item.Kind) ?? CheckKind.Campaign;
        var campaign = errors.Campaign("campaign", brand, item.Campaign);
        if (item.Campaign is null && kind != CheckKind.Reply)
        {
            campaign = brand.OnlyCampaign;
        }

        errors.Check(kind == CheckKind.Reply || campaign is not null || item.Campaign is not null, "campaign", "is required: the brand has not exactly one.");
        var sender = errors.Sender("sender", brand, item.Sender);
        errors.Check(kind != CheckKind.Reply || sender is not null, "sender", "is required for a reply: a conversation is with one sender.");
        var at = PlannedTime(item, now, errors);
        var content = errors.Word<Content>("content", item.Content);
        errors.OptionalText("reference", item.Reference, MaxReference);
        errors.OptionalText("body", item.Body, 1600);
        return (address, errors.Any ? null : new CheckQuestion
        {
            Account = account, Brand = brand, Campaign = campaign, Kind = kind, Sender = sender, Body = item.Body, At = at, Content = content,
        });
    }

    /// <summary>A time that is not now: up to a week ahead (rule 23). Clocks differ a little, so one of a moment ago is now.</summary>
    private static DateTimeOffset? PlannedTime(CheckItem item, DateTimeOffset now, FieldErrors errors)
    {
        if (item.At is not { } at)
        {
            return null;
        }

        errors.Check(at >= now - ClockDifference, "at", "lies in the past.");
        errors.Check(at <= now + FurthestPlan + ClockDifference, "at", "lies more than 7 days ahead.");
        errors.Check(item.Reserve != true || at <= now + Reservation.Duration, "reserve", "holds a place for five minutes: it goes with a message that is sent within them.");
        return at > now ? at : null;
    }

    private static CheckResponse Response(CheckItem item, RecipientAddress recipient, CheckAnswer answer) => new()
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
            Reference = reference?.Length <= MaxReference ? reference : null,
            Recipient = recipient?.Length <= RecipientAddress.MaxLength ? recipient : null,
            Allowed = false,
            Reason = Reason.Invalid,
            Errors = errors.ToDictionary(),
        };
    }

    private static bool Reserves(JsonElement item) => JsonText.Find(item, "reserve") is { ValueKind: JsonValueKind.True };

    private static string? Reference(JsonElement item) => JsonText.Find(item, "reference") is { } reference ? JsonText.Read(reference) : null;

    private static string? Empty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}

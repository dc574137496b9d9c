using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace OptOut.Http;

/// <summary>Possible revocations that wait for a person, and what that person decides (rule 39).</summary>
internal static class ReviewEndpoints
{
    private const int PageSize = 100;

    public static async Task<IResult> List(HttpContext context, ReviewMessages reviews, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        Brand? brand = null;
        if (context.Query("brand") is { } named && (brand = caller.FindBrand(named, out var problem)) is null)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var due = errors.Time("due", context.Query("due"));
        var after = Position(context.Query("cursor"), errors);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var items = new List<ReviewItem>();
        string? last = null;
        await foreach (var (row, needed) in reviews.ListAsync(caller.Account.Sid, after, cancellation))
        {
            if ((brand is not null && row.Brand != brand.Id) || row.Due > due)
            {
                continue;
            }

            if (items.Count == PageSize)
            {
                return Page(items, last);
            }

            items.Add(new ReviewItem(row.Event, row.Recipient, row.Brand, needed.Text ?? "", needed.Score, row.At, row.Due));
            last = row.Position;
        }

        return Page(items, null);
    }

    public static async Task<IResult> Decide(string @event, HttpContext context, ReviewMessages reviews, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        var (body, unreadable) = await ApiBody.ReadAsync(context.Request, ApiJson.Default.ReviewRequest, cancellation);
        if (unreadable is not null)
        {
            return unreadable;
        }

        var errors = new FieldErrors();
        var decision = errors.RequiredWord<ReviewDecision>("decision", body!.Decision);
        var reason = errors.Text("reason", body.Reason);
        var actor = errors.Text("actor", body.Actor, 200);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        return await reviews.DecideAsync(caller.Account.Sid, @event, decision, reason, actor, cancellation) is { } done
            ? TypedResults.Json(
                new ReviewResponse(done.Decided.Id, done.Row.Event, done.Row.Recipient, done.Row.Brand, decision, reason, actor, done.Decided.At, done.Row.At), ApiJson.Written.ReviewResponse)
            : Problems.NotFound("No message of this account waits under that event.");
    }

    private static IResult Page(List<ReviewItem> items, string? last) => TypedResults.Json(
        new ReviewPage(items, last is null ? null : WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(last))), ApiJson.Written.ReviewPage);

    private static string? Position(string? cursor, FieldErrors errors)
    {
        if (cursor is null)
        {
            return null;
        }

        try
        {
            var position = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor));
            errors.Check(position.StartsWith("t|", StringComparison.Ordinal), "cursor", "is not one that a page gave.");
            return position;
        }
        catch (FormatException)
        {
            errors.Add("cursor", "is not one that a page gave.");
            return null;
        }
    }
}

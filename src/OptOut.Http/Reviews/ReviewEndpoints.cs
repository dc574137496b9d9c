using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>Possible revocations that wait for a person, and what that person decides (rule 39).</summary>
internal static class ReviewEndpoints
{
    private const int PageSize = 100;

    public static async Task<IResult> List(Valid<ListReviews> request, ReviewMessages reviews, CancellationToken cancellation)
    {
        var (account, brand, due, after) = request.Value;
        var items = new List<ReviewItem>();
        string? last = null;
        await foreach (var (row, needed) in reviews.ListAsync(account.Sid, after, cancellation))
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

    public static async Task<IResult> Decide(Valid<DecideReview> request, ReviewMessages reviews, CancellationToken cancellation)
    {
        var (account, @event, decision, reason, actor) = request.Value;
        return await reviews.DecideAsync(account.Sid, @event, decision, reason, actor, cancellation) is { } done
            ? TypedResults.Json(
                new ReviewResponse(
                    done.Decided.Id,
                    done.Row.Event,
                    done.Row.Recipient,
                    done.Row.Brand,
                    decision,
                    reason,
                    actor,
                    done.Decided.At,
                    done.Row.At
                ),
                ApiJson.Written.ReviewResponse
            )
            : Problems.NotFound("No message of this account waits under that event.");
    }

    private static IResult Page(List<ReviewItem> items, string? last) =>
        TypedResults.Json(new ReviewPage(items, PositionCursor.Write(last)), ApiJson.Written.ReviewPage);
}

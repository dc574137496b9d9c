using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>What overviews need: the entries that follow the ledger, page by page, and their sums by day (ADR 0480).</summary>
internal sealed class ActivityReader(IActivityIndex index, PersonTokens tokens, TimeProvider time)
{
    /// <summary>How many entries a filter may pass over for one page; the page then ends early, with a cursor.</summary>
    private const int MaxRead = 5000;

    /// <summary><c>GET /api/activity</c>.</summary>
    public static async Task<IResult> List(Valid<ListActivity> request, ActivityReader reader, CancellationToken cancellation) =>
        TypedResults.Json(await reader.PageAsync(request.Value, cancellation), ApiJson.Written.ActivityPage);

    /// <summary><c>GET /api/statistics</c>.</summary>
    public static async Task<IResult> Statistics(Valid<GetStatistics> request, ActivityFigures figures, CancellationToken cancellation)
    {
        var (brand, (from, to), now) = request.Value;
        var days = await figures.ReadAsync(
            brand.AccountSid,
            brand.Id,
            DayFigures.DayOf(from),
            DayFigures.DayOf(to > from ? to.AddTicks(-1) : to),
            cancellation
        );
        return TypedResults.Json(new StatisticsResponse(days, now), ApiJson.Written.StatisticsResponse);
    }

    /// <summary><c>POST /api/activity/rebuild</c>.</summary>
    public static async Task<IResult> Rebuild(Valid<RebuildActivity> request, RebuildIndexes rebuild, CancellationToken cancellation) =>
        TypedResults.Json(
            new RebuildResponse(await rebuild.RunAsync(request.Value.Account.Sid, request.Value.From, cancellation)),
            ApiJson.Written.RebuildResponse
        );

    private async Task<ActivityPage> PageAsync(ListActivity asked, CancellationToken cancellation)
    {
        var (brand, (from, to), type, source, limit, after) = asked;
        var asOf = time.GetUtcNow();
        var items = new List<ActivityItem>();
        var read = 0;
        var last = after;
        // Of sends only those that were not allowed are entered, and they have a list of their own.
        var entries =
            type == EventType.SendRecorded
                ? index.ListViolationsAsync(brand.AccountSid, brand.Id, from, to, after, cancellation)
                : index.ListAsync(brand.AccountSid, brand.Id, from, to, after, cancellation);
        await foreach (var (entry, position) in entries)
        {
            if (items.Count == limit || read == MaxRead)
            {
                return new ActivityPage(items, PositionCursor.Write(last), asOf);
            }

            read++;
            last = position;
            if ((type is null || entry.Type == type) && (source is null || entry.Source == source))
            {
                items.Add(Of(brand.AccountSid, entry));
            }
        }

        return new ActivityPage(items, null, asOf);
    }

    private ActivityItem Of(string accountSid, ActivityEntry e) =>
        new(
            e.Event,
            tokens.Of(accountSid, e.Recipient),
            e.Recipient,
            e.Type,
            e.At,
            e.RecordedAt,
            e.Source,
            e.Scope,
            e.Campaign,
            e.Keyword,
            e.Sender,
            e.Violation,
            e.TookSeconds,
            e.About,
            e.Delivery
        );
}

using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace OptOut.Http;

/// <summary>What overviews need: the entries that follow the ledger, page by page, and their sums by day (ADR 0480).</summary>
internal sealed class ActivityReader(IActivityIndex index, ActivityFigures figures, RebuildIndexes rebuild, PersonTokens tokens, TimeProvider time)
{
    private const int MaxPageSize = 1000;
    private const int UsualPage = 100;

    /// <summary>How many entries a filter may pass over for one page; the page then ends early, with a cursor.</summary>
    private const int MaxRead = 5000;

    private static readonly TimeSpan UsualPeriod = TimeSpan.FromDays(30);

    /// <summary><c>GET /api/activity</c>.</summary>
    public static async Task<IResult> List(HttpContext context, ActivityReader reader, CancellationToken cancellation)
    {
        if (ApiCaller.Of(context).FindBrand(context.Query("brand"), out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var (from, to) = reader.Period(context, errors);
        var type = errors.Word<EventType>("type", context.Query("type"));
        var source = context.Query("source");
        var limit = errors.Number("limit", context.Query("limit"), 1, MaxPageSize) ?? UsualPage;
        var after = Position(context.Query("cursor"), errors);
        return errors.Any
            ? Problems.Invalid(errors.ToDictionary())
            : TypedResults.Json(
                await reader.PageAsync(brand, from, to, after, limit, e => (type is null || e.Type == type) && (source is null || e.Source == source), cancellation),
                ApiJson.Written.ActivityPage);
    }

    /// <summary><c>GET /api/statistics</c>.</summary>
    public static async Task<IResult> Statistics(HttpContext context, ActivityReader reader, CancellationToken cancellation)
    {
        if (ApiCaller.Of(context).FindBrand(context.Query("brand"), out var problem) is not { } brand)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        var (from, to) = reader.Period(context, errors);
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        var now = reader.Now;
        var days = await reader.DaysAsync(brand, DayFigures.DayOf(from), DayFigures.DayOf(to > from ? to.AddTicks(-1) : to), cancellation);
        return TypedResults.Json(new StatisticsResponse(days, now), ApiJson.Written.StatisticsResponse);
    }

    /// <summary><c>POST /api/activity/rebuild</c>.</summary>
    public static async Task<IResult> Rebuild(HttpContext context, ActivityReader reader, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var from = errors.Time("from", context.Query("from"));
        return errors.Any
            ? Problems.Invalid(errors.ToDictionary())
            : TypedResults.Json(new RebuildResponse(await reader.RebuildAsync(ApiCaller.Of(context).Account.Sid, from, cancellation)), ApiJson.Written.RebuildResponse);
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private Task<IReadOnlyList<DayFigures>> DaysAsync(Brand brand, DateOnly first, DateOnly last, CancellationToken cancellation) =>
        figures.ReadAsync(brand.AccountSid, brand.Id, first, last, cancellation);

    private Task<long> RebuildAsync(string accountSid, DateTimeOffset? from, CancellationToken cancellation) => rebuild.RunAsync(accountSid, from, cancellation);

    private async Task<ActivityPage> PageAsync(
        Brand brand, DateTimeOffset from, DateTimeOffset to, string? after, int limit, Func<ActivityEntry, bool> wanted, CancellationToken cancellation)
    {
        var asOf = Now;
        var items = new List<ActivityItem>();
        var read = 0;
        var last = after;
        await foreach (var (entry, position) in index.ListAsync(brand.AccountSid, brand.Id, from, to, after, cancellation))
        {
            if (items.Count == limit || read == MaxRead)
            {
                return new ActivityPage(items, WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(last!)), asOf);
            }

            read++;
            last = position;
            if (wanted(entry))
            {
                items.Add(Of(brand.AccountSid, entry));
            }
        }

        return new ActivityPage(items, null, asOf);
    }

    private ActivityItem Of(string accountSid, ActivityEntry e) => new(
        e.Event, tokens.Of(accountSid, e.Recipient), e.Recipient, e.Type, e.At, e.RecordedAt, e.Source, e.Scope, e.Campaign, e.Keyword, e.Sender, e.Violation,
        e.TookSeconds, e.About);

    /// <summary>The period that is asked for: the last 30 days where nothing is said, and never further back than entries are kept.</summary>
    private (DateTimeOffset From, DateTimeOffset To) Period(HttpContext context, FieldErrors errors)
    {
        var to = errors.Time("to", context.Query("to")) ?? Now.AddSeconds(1);
        var from = errors.Time("from", context.Query("from")) ?? to - UsualPeriod;
        errors.Check(from <= to, "to", "lies before from.");
        var first = Now - EventIndexes.Kept;
        return (from < first ? first : from, to < first ? first : to);
    }

    private static string? Position(string? cursor, FieldErrors errors)
    {
        if (cursor is null)
        {
            return null;
        }

        try
        {
            var position = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor));
            errors.Check(position.StartsWith("a|", StringComparison.Ordinal), "cursor", "is not one that a page gave.");
            return position;
        }
        catch (FormatException)
        {
            errors.Add("cursor", "is not one that a page gave.");
            return null;
        }
    }
}

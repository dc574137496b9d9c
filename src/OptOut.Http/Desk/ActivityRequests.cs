namespace OptOut.Http;

/// <summary>A time from which on, and one before which, an overview looks.</summary>
internal sealed record ActivityPeriod(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(30);

    /// <summary>
    /// The period that is asked for: the last 30 days where nothing is said, and never further back than entries are kept.
    /// </summary>
    public static ActivityPeriod Read(RequestReader request)
    {
        var to = request.Errors.Time("to", request.Query("to")) ?? request.Now.AddSeconds(1);
        var from = request.Errors.Time("from", request.Query("from")) ?? to - DefaultPeriod;
        request.Errors.Check(from <= to, "to", "lies before from.");
        var first = request.Now - EventIndexes.Retention;
        return new(from < first ? first : from, to < first ? first : to);
    }
}

/// <summary>The entries of a brand that are asked for: of one type or source, after a position.</summary>
internal sealed record ListActivity(Brand Brand, ActivityPeriod Period, EventType? Type, string? Source, int Limit, string? After)
    : IApiRequest<ListActivity>
{
    public static ValueTask<ListActivity?> ReadAsync(RequestReader request) =>
        new(
            request.Brand(request.Query("brand")) is not { } brand
                ? null
                : new ListActivity(
                    brand,
                    ActivityPeriod.Read(request),
                    request.Errors.Word<EventType>("type", request.Query("type")),
                    request.Query("source"),
                    request.Errors.PageSize(request.Query("limit")),
                    PositionCursor.Read(request, "a|")
                )
        );
}

/// <summary>The days of a brand whose figures are asked for.</summary>
internal sealed record GetStatistics(Brand Brand, ActivityPeriod Period, DateTimeOffset Now) : IApiRequest<GetStatistics>
{
    public static ValueTask<GetStatistics?> ReadAsync(RequestReader request) =>
        new(
            request.Brand(request.Query("brand")) is not { } brand
                ? null
                : new GetStatistics(brand, ActivityPeriod.Read(request), request.Now)
        );
}

/// <summary>From when on the account's entries are made again; null: all of them.</summary>
internal sealed record RebuildActivity(Account Account, DateTimeOffset? From) : IApiRequest<RebuildActivity>
{
    public static ValueTask<RebuildActivity?> ReadAsync(RequestReader request) =>
        new(new RebuildActivity(request.Account, request.Errors.Time("from", request.Query("from"))));
}

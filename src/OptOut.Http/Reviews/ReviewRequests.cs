namespace OptOut.Http;

/// <summary>The waiting messages that are asked for: of one brand, due by a time, after a position.</summary>
internal sealed record ListReviews(Account Account, Brand? Brand, DateTimeOffset? Due, string? After) : IApiRequest<ListReviews>
{
    public static ValueTask<ListReviews?> ReadAsync(RequestReader request) =>
        new(
            new ListReviews(
                request.Account,
                request.BrandIfNamed(request.Query("brand")),
                request.Errors.Time("due", request.Query("due")),
                PositionCursor.Read(request, "t|")
            )
        );
}

/// <summary>A person's decision on the message of an event.</summary>
internal sealed record DecideReview(Account Account, string Event, ReviewDecision Decision, string Reason, string Actor)
    : IApiRequest<DecideReview>
{
    public static async ValueTask<DecideReview?> ReadAsync(RequestReader request) =>
        await request.BodyAsync(ApiJson.Default.ReviewRequest) is { } body
        && FieldErrors.Known<ReviewDecision>(body.Decision) is { } decision
            ? new(request.Account, request.Path("event"), decision, body.Reason ?? "", body.Actor ?? "")
            : null;
}

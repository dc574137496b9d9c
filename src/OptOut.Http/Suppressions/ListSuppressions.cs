namespace OptOut.Http;

/// <summary>The list of a brand's suppressions that is asked for.</summary>
/// <param name="Account">The caller's account.</param>
/// <param name="Brand">The brand.</param>
/// <param name="Form">The media type of the answer: pages of JSON, or the whole as CSV or NDJSON.</param>
/// <param name="Since">Only what changed since then.</param>
/// <param name="Limit">How many items a page holds.</param>
/// <param name="Cursor">Where to go on.</param>
internal sealed record ListSuppressions(Account Account, Brand Brand, string Form, DateTimeOffset? Since, int Limit, ListCursor? Cursor)
    : IApiRequest<ListSuppressions>
{
    public static ValueTask<ListSuppressions?> ReadAsync(RequestReader request)
    {
        if (request.Brand(request.Query("brand")) is not { } brand)
        {
            return default;
        }

        if (MediaTypes.Preferred(request.Context.Request) is not { } form)
        {
            request.Refuse(Problems.NotAcceptable($"{MediaTypes.Json}, {MediaTypes.Csv} or {MediaTypes.Ndjson}"));
            return default;
        }

        var errors = request.Errors;
        var since = errors.Time("since", request.Query("since"));
        var limit = errors.PageSize(request.Query("limit"));
        var cursor = ReadCursor(request.Query("cursor"), request.Account, brand, since, errors);
        errors.Check(form == MediaTypes.Json || cursor is null, "cursor", "goes with pages of JSON; CSV and NDJSON are the whole list.");
        errors.Check(
            form == MediaTypes.Json || request.Query("limit") is null,
            "limit",
            "goes with pages of JSON; CSV and NDJSON are the whole list."
        );
        return new(new ListSuppressions(request.Account, brand, form, since, limit, cursor));
    }

    private static ListCursor? ReadCursor(string? text, Account account, Brand brand, DateTimeOffset? since, FieldErrors errors)
    {
        if (text is null)
        {
            return null;
        }

        var cursor = ListCursor.Read(account.Sid, text);
        errors.Check(cursor is not null, "cursor", FieldErrors.UnknownCursor);
        errors.Check(
            cursor is null || (cursor.Brand == brand.Id && (since is null || since == cursor.Since)),
            "cursor",
            "belongs to a list with another brand or since."
        );
        return cursor;
    }
}

using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// All suppressions of a brand, page by page, or whole as CSV or NDJSON. The order is the store's: by a hash of the recipient, then the
/// recipient, the brand's item before those of its campaigns in ordinal order. It never changes, so nobody is met twice and nobody missed while others are written.
/// </summary>
internal static class SuppressionListEndpoint
{
    private const int MaxPageSize = 1000;
    private const int UsualPage = 100;

    public static async Task<IResult> List(
        HttpContext context, IRecipientStore store, RecipientChanges changes, CancellationToken cancellation)
    {
        var caller = ApiCaller.Of(context);
        if (caller.FindBrand(context.Query("brand"), out var problem) is not { } brand)
        {
            return problem!;
        }

        if (MediaTypes.Preferred(context.Request) is not { } form)
        {
            return Problems.NotAcceptable($"{MediaTypes.Json}, {MediaTypes.Csv} or {MediaTypes.Ndjson}");
        }

        var errors = new FieldErrors();
        var since = errors.Time("since", context.Query("since"));
        var limit = errors.Number("limit", context.Query("limit"), 1, MaxPageSize);
        var cursor = Cursor(context.Query("cursor"), caller.Account, brand, since, errors);
        errors.Check(form == MediaTypes.Json || cursor is null, "cursor", "goes with pages of JSON; CSV and NDJSON are the whole list.");
        errors.Check(form == MediaTypes.Json || limit is null, "limit", "goes with pages of JSON; CSV and NDJSON are the whole list.");
        if (errors.Any)
        {
            return Problems.Invalid(errors.ToDictionary());
        }

        if (form == MediaTypes.Json)
        {
            var asOf = cursor?.AsOf ?? changes.SettledBefore;
            var page = await PageAsync(store, caller.Account.Sid, brand.Id, cursor?.Since ?? since, cursor, asOf, limit ?? UsualPage, cancellation);
            return TypedResults.Json(page, ApiJson.Written.SuppressionPage);
        }

        var items = AllAsync(store, caller.Account.Sid, brand.Id, since, cancellation);
        return form == MediaTypes.Csv
            ? await CsvAsync(items, cancellation)
            : await StreamedLines<SuppressionResponse>.StartNdjsonAsync(items, ApiJson.Written.SuppressionResponse, cancellation);
    }

    /// <summary>The whole list of a brand as a file.</summary>
    public static Task<IResult> CsvAsync(IRecipientStore store, Brand brand, CancellationToken cancellation) =>
        CsvAsync(AllAsync(store, brand.AccountSid, brand.Id, null, cancellation), cancellation);

    private static Task<IResult> CsvAsync(IAsyncEnumerable<SuppressionResponse> items, CancellationToken cancellation) =>
        StreamedLines<SuppressionResponse>.StartAsync(items, "text/csv; charset=utf-8", SuppressionCsv.WriteAsync, cancellation);

    private static async Task<SuppressionPage> PageAsync(
        IRecipientStore store, string account, string brand, DateTimeOffset? since, ListCursor? cursor, DateTimeOffset asOf, int limit, CancellationToken cancellation)
    {
        var items = new List<SuppressionResponse>();
        var last = "";
        await foreach (var recipient in store.ListAsync(account, new Listing(cursor?.Position, since, limit + 1), cancellation))
        {
            var listed = SuppressionView.Listed(recipient.State, brand, since);
            foreach (var item in recipient.Position == cursor?.Position ? listed.Where(i => IsAfter(i, cursor)) : listed)
            {
                if (items.Count == limit)
                {
                    return new SuppressionPage(items, new ListCursor(brand, since, asOf, last, items[^1].Campaign).Write(account), asOf);
                }

                items.Add(item);
                last = recipient.Position;
            }
        }

        return new SuppressionPage(items, null, asOf);
    }

    private static async IAsyncEnumerable<SuppressionResponse> AllAsync(
        IRecipientStore store, string account, string brand, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var recipient in store.ListAsync(account, new Listing(ChangedSince: since), cancellation))
        {
            foreach (var item in SuppressionView.Listed(recipient.State, brand, since))
            {
                yield return item;
            }
        }
    }

    private static bool IsAfter(SuppressionResponse item, ListCursor cursor) =>
        item.Campaign is not null && (cursor.Campaign is null || string.CompareOrdinal(item.Campaign, cursor.Campaign) > 0);

    private static ListCursor? Cursor(string? text, Account account, Brand brand, DateTimeOffset? since, FieldErrors errors)
    {
        if (text is null)
        {
            return null;
        }

        var cursor = ListCursor.Read(account.Sid, text);
        errors.Check(cursor is not null, "cursor", "is not one that a page gave.");
        errors.Check(cursor is null || (cursor.Brand == brand.Id && (since is null || since == cursor.Since)), "cursor", "belongs to a list with another brand or since.");
        return cursor;
    }
}

using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace OptOut.Http;

/// <summary>
/// All suppressions of a brand, page by page, or whole as CSV or NDJSON. The order is the store's: by a hash of the recipient, then the
/// recipient, the brand's item before those of its campaigns in ordinal order. It never changes, so nobody is met twice and nobody missed
/// while others are written.
/// </summary>
internal static class SuppressionListEndpoint
{
    public static async Task<IResult> List(
        Valid<ListSuppressions> request,
        IRecipientList recipients,
        RecipientChanges changes,
        CancellationToken cancellation
    )
    {
        var (account, brand, form, since, limit, cursor) = request.Value;
        if (form == MediaTypes.Json)
        {
            var asOf = cursor?.AsOf ?? changes.SettledBefore;
            var page = await PageAsync(recipients, account.Sid, brand.Id, cursor?.Since ?? since, cursor, asOf, limit, cancellation);
            return TypedResults.Json(page, ApiJson.Written.SuppressionPage);
        }

        var items = AllAsync(recipients, account.Sid, brand.Id, since, cancellation);
        return form == MediaTypes.Csv
            ? await CsvAsync(items, cancellation)
            : await StreamedLines<SuppressionResponse>.StartNdjsonAsync(items, ApiJson.Written.SuppressionResponse, cancellation);
    }

    /// <summary>The whole list of a brand as a file.</summary>
    public static Task<IResult> CsvAsync(IRecipientList recipients, Brand brand, CancellationToken cancellation) =>
        CsvAsync(AllAsync(recipients, brand.AccountSid, brand.Id, null, cancellation), cancellation);

    private static Task<IResult> CsvAsync(IAsyncEnumerable<SuppressionResponse> items, CancellationToken cancellation) =>
        StreamedLines<SuppressionResponse>.StartAsync(items, "text/csv; charset=utf-8", SuppressionCsv.WriteAsync, cancellation);

    private static async Task<SuppressionPage> PageAsync(
        IRecipientList recipients,
        string account,
        string brand,
        DateTimeOffset? since,
        ListCursor? cursor,
        DateTimeOffset asOf,
        int limit,
        CancellationToken cancellation
    )
    {
        var items = new List<SuppressionResponse>();
        var last = "";
        await foreach (var recipient in recipients.ListAsync(account, new Listing(cursor?.Position, since, limit + 1), cancellation))
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
        IRecipientList recipients,
        string account,
        string brand,
        DateTimeOffset? since,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (var recipient in recipients.ListAsync(account, new Listing(ChangedSince: since), cancellation))
        {
            foreach (var item in SuppressionView.Listed(recipient.State, brand, since))
            {
                yield return item;
            }
        }
    }

    private static bool IsAfter(SuppressionResponse item, ListCursor cursor) =>
        item.Campaign is not null && (cursor.Campaign is null || string.CompareOrdinal(item.Campaign, cursor.Campaign) > 0);
}

using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>
/// The reviews of an account in a partition of their own (docs/adr/0432): a row in the order of time and one that is found by the event,
/// written together.
/// </summary>
public sealed class TableReviewIndex(AccountTables tables) : IReviewIndex
{
    private const string ByTime = "t|",
        ByEvent = "e|";

    /// <summary>Written before the change that brings the events in.</summary>
    internal static async Task AddAsync(TableClient table, Change change, CancellationToken cancellation)
    {
        foreach (var e in change.Events.Where(e => e is { Type: EventType.ReviewNeeded, DueAt: not null }))
        {
            var partition = TableKeys.ReviewPartition(change.Key.AccountSid);
            var review = new IndexedReview(e.Id, change.Key.Recipient.Value, e.Brand!, e.Sequence, e.At, e.DueAt!.Value);
            await table.SubmitTransactionAsync(
                [
                    .. new[] { TimeKey(review), ByEvent + review.Event }.Select(row => new TableTransactionAction(
                        TableTransactionActionType.UpsertReplace,
                        new TableEntity(partition, row) { [TableRows.Data] = TableRows.Bytes(review, OptOutJson.Default.IndexedReview) }
                    )),
                ],
                cancellation
            );
        }
    }

    public async IAsyncEnumerable<IndexedReview> ListReviewsAsync(
        string accountSid,
        string? after,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var (partition, from, before) = (TableKeys.ReviewPartition(accountSid), after ?? ByTime, "t}");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {before}");
        await foreach (
            var row in Guarded(tables.Of(accountSid).QueryAsync<TableEntity>(filter, cancellationToken: cancellation), cancellation)
        )
        {
            yield return Read(row);
        }
    }

    public async Task<IndexedReview?> FindReviewAsync(string accountSid, string eventId, CancellationToken cancellation) =>
        await tables.Of(accountSid).FindAsync(TableKeys.ReviewPartition(accountSid), ByEvent + TableKeys.Encode(eventId), cancellation)
            is { } row
            ? Read(row)
            : null;

    public Task RemoveReviewAsync(string accountSid, IndexedReview review, CancellationToken cancellation) =>
        Guarded(async () =>
        {
            var (table, partition) = (tables.Of(accountSid), TableKeys.ReviewPartition(accountSid));
            // The row that is found by its event is removed last: without it, nobody could decide what is still listed.
            await table.DeleteEntityAsync(partition, TimeKey(review), ETag.All, cancellation);
            return await table.DeleteEntityAsync(partition, ByEvent + review.Event, ETag.All, cancellation);
        });

    private static IndexedReview Read(TableEntity row) =>
        TableRows.Read(row, TableRows.Data, OptOutJson.Default.IndexedReview)! with
        {
            Position = row.RowKey,
            WrittenAt = row.Timestamp ?? DateTimeOffset.UnixEpoch,
        };

    private static string TimeKey(IndexedReview review) =>
        string.Create(CultureInfo.InvariantCulture, $"{ByTime}{review.At.UtcTicks:D19}|{review.Event}");
}

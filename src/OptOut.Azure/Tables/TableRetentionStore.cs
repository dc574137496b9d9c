using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace OptOut.Azure;

/// <summary>Erasing and purging rows of an account's table.</summary>
public sealed class TableRetentionStore(AccountTables tables) : IRetentionStore
{
    /// <summary>What a transaction takes.</summary>
    private const int MaxBatch = 100;

    public async IAsyncEnumerable<RecipientState> ListQuietAsync(
        string accountSid,
        DateTimeOffset until,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var (from, before) = TableKeys.Range(accountSid);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {from} and PartitionKey lt {before} and RowKey ge {TableKeys.States.From} and RowKey lt {TableKeys.States.Before} and (ChangedAt le {until} or Sweeping eq true)"
        );
        await foreach (var row in QueryAsync(tables.Of(accountSid), filter, TableRows.OfState, cancellation))
        {
            yield return TableRows.State(row);
        }
    }

    public async IAsyncEnumerable<Receipt> ListReceiptsAsync(RecipientKey key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {TableKeys.Partition(key)} and RowKey ge {TableKeys.Receipts.From} and RowKey lt {TableKeys.Receipts.Before}"
        );
        await foreach (var row in QueryAsync(tables.Of(key.AccountSid), filter, null, cancellation))
        {
            yield return TableRows.ReadReceipt(row);
        }
    }

    public Task ReplaceEventsAsync(RecipientKey key, IReadOnlyList<LedgerEvent> events, CancellationToken cancellation) =>
        StorageFaults.Guarded(async () =>
        {
            var partition = TableKeys.Partition(key);
            foreach (var batch in events.Chunk(MaxBatch))
            {
                await tables
                    .Of(key.AccountSid)
                    .SubmitTransactionAsync(
                        batch.Select(e => new TableTransactionAction(
                            TableTransactionActionType.UpdateMerge,
                            TableRows.Rewritten(partition, e),
                            ETag.All
                        )),
                        cancellation
                    );
            }

            return true;
        });

    public Task<bool> TryReplaceReceiptAsync(RecipientKey key, Receipt receipt, CancellationToken cancellation) =>
        StorageFaults.Guarded(async () =>
        {
            try
            {
                await tables
                    .Of(key.AccountSid)
                    .UpdateEntityAsync(
                        TableRows.Rewritten(TableKeys.Partition(key), receipt),
                        new ETag(receipt.Version!),
                        TableUpdateMode.Merge,
                        cancellation
                    );
                return true;
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                return false;
            }
        });

    public Task RemoveEventsAsync(RecipientKey key, long first, long last, CancellationToken cancellation)
    {
        var partition = TableKeys.Partition(key);
        return TableRemoval.RemoveAsync(
            tables.Of(key.AccountSid),
            TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge {TableKeys.Ledger(partition, first)} and RowKey le {TableKeys.Ledger(partition, last)}"
            ),
            cancellation
        );
    }

    public Task RemoveReceiptsAsync(RecipientKey key, IReadOnlyList<Receipt> receipts, CancellationToken cancellation) =>
        TableRemoval.RemoveAsync(
            tables.Of(key.AccountSid),
            receipts.Select(r => new TableEntity(TableKeys.Partition(key), TableKeys.Receipt(r.Id))),
            cancellation
        );

    public Task ForgetAnswerAsync(string accountSid, string keyHash, CancellationToken cancellation) =>
        StorageFaults.Guarded(async () =>
        {
            var (table, partition) = (tables.Of(accountSid), TableKeys.AnswerPartition(accountSid, keyHash));
            if (await table.FindAsync(partition, TableKeys.State(partition), cancellation) is { } row)
            {
                // A repeated request with this key gets an answer made of what the ledger still holds.
                var answer = TableRows.Read(row, TableRows.Data, OptOutJson.Default.KeptAnswer)!;
                row[TableRows.Data] = TableRows.Bytes(new KeptAnswer(answer.RequestHash), OptOutJson.Default.KeptAnswer);
                await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, cancellation);
            }

            return true;
        });

    public async Task RemoveAgedAsync(string accountSid, DateTimeOffset before, CancellationToken cancellation)
    {
        foreach (var (from, until) in TableKeys.Aging(accountSid).Append(TableKeys.Links))
        {
            await TableRemoval.RemoveAsync(
                tables.Of(accountSid),
                TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {until} and Timestamp lt {before}"),
                cancellation
            );
        }
    }

    private static IAsyncEnumerable<TableEntity> QueryAsync(
        TableClient table,
        string filter,
        string[]? columns,
        CancellationToken cancellation
    ) => StorageFaults.Guarded(table.QueryAsync<TableEntity>(filter, select: columns, cancellationToken: cancellation), cancellation);
}

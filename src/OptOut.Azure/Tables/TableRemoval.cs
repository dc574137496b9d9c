using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace OptOut.Azure;

/// <summary>Removes many rows of a table; what is gone already is no error.</summary>
internal static class TableRemoval
{
    /// <summary>What a transaction takes.</summary>
    private const int MaxBatch = 100;

    private static readonly string[] KeysOnly = ["PartitionKey", "RowKey"];

    /// <summary>Removes whatever the filter finds, batch by batch.</summary>
    public static async Task RemoveAsync(TableClient table, string filter, CancellationToken cancellation)
    {
        var batch = new List<TableEntity>();
        await foreach (
            var row in StorageFaults.Guarded(
                table.QueryAsync<TableEntity>(filter, select: KeysOnly, cancellationToken: cancellation),
                cancellation
            )
        )
        {
            if (batch.Count == MaxBatch)
            {
                await RemoveAsync(table, batch, cancellation);
                batch.Clear();
            }

            batch.Add(row);
        }

        await RemoveAsync(table, batch, cancellation);
    }

    /// <summary>A partition's rows in one transaction after the other; one by one where something else was faster.</summary>
    public static async Task RemoveAsync(TableClient table, IEnumerable<TableEntity> entities, CancellationToken cancellation)
    {
        foreach (var partition in entities.GroupBy(r => r.PartitionKey, StringComparer.Ordinal))
        {
            foreach (var batch in partition.Chunk(MaxBatch))
            {
                await StorageFaults.Guarded(() => RemoveBatchAsync(table, batch, cancellation));
            }
        }
    }

    private static async Task<bool> RemoveBatchAsync(TableClient table, TableEntity[] batch, CancellationToken cancellation)
    {
        try
        {
            await table.SubmitTransactionAsync(
                batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)),
                cancellation
            );
        }
        catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode != TableErrorCode.TableNotFound)
        {
            foreach (var row in batch)
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
            }
        }

        return true;
    }
}

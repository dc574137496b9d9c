using Azure;
using Azure.Data.Tables;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>Recipients in one Azure table: a point read a check, one entity-group transaction a change.</summary>
public sealed class TableRecipientStore(AccountTables tables) : IRecipientStore
{
    private const int MaxReadsInFlight = 16;

    public async Task<RecipientRecord> ReadAsync(RecipientKey key, CancellationToken cancellation) =>
        await tables.Of(key.AccountSid).FindOnlyAsync(TableKeys.Partition(key), cancellation) is { } row
            ? TableRows.Record(row)
            : new RecipientRecord(OptOut.Ledger.Empty(key.Recipient.Value), [], null);

    public async Task<Receipt?> ReadReceiptAsync(RecipientKey key, string id, CancellationToken cancellation) =>
        await tables.Of(key.AccountSid).FindAsync(TableKeys.Partition(key), TableKeys.Receipt(id), cancellation) is { } row
            ? TableRows.ReadReceipt(row)
            : null;

    public async Task<CommitResult> CommitAsync(Change change, CancellationToken cancellation)
    {
        var attempt = Guid.NewGuid().ToString("N");
        var transaction = TableTransaction.For(change, attempt);
        try
        {
            await TableReviewIndex.AddAsync(tables.Of(change.Key.AccountSid), change, cancellation);
            // A commit is not cancelled once it was sent, since its outcome would be unknown. The SDK's own timeouts bound it.
            await tables.Of(change.Key.AccountSid).SubmitTransactionAsync(transaction, CancellationToken.None);
            return Commit.Done;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // The SDK repeats a request whose answer was lost, and then meets its own rows.
            return e is TableTransactionFailedException { FailedTransactionActionIndex: { } index }
                && TableTransaction.IsNewReceipt(transaction, index)
                    ? await TakenAsync(change.Key, transaction[index].Entity, attempt, cancellation)
                : await IsOursAsync(change, attempt, cancellation) ? Commit.Done
                : Commit.Stale;
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            return await IsOursAsync(change, attempt, cancellation) ? Commit.Done : throw Unavailable(e);
        }
    }

    public async Task<IReadOnlyList<LedgerEvent>> ReadLedgerAsync(RecipientKey key, long first, long last, CancellationToken cancellation)
    {
        // Point reads of known keys: sequences have no gaps, and a query costs a scan on the emulator.
        var (table, partition) = (tables.Of(key.AccountSid), TableKeys.Partition(key));
        var events = new LedgerEvent?[Math.Max(0, last - first + 1)];
        await Parallel.ForAsync(
            0,
            events.Length,
            new ParallelOptions { MaxDegreeOfParallelism = MaxReadsInFlight, CancellationToken = cancellation },
            async (i, ct) =>
            {
                var row = await table.FindAsync(partition, TableKeys.Ledger(partition, first + i), ct);
                events[i] = row is null ? null : TableRows.Read(row, TableRows.Data, OptOutJson.Default.LedgerEvent);
            }
        );
        return [.. events.OfType<LedgerEvent>()];
    }

    /// <summary>The state was as it was read, and the receipt is there: a repetition's, whose answer it holds.</summary>
    private async Task<CommitResult> TakenAsync(RecipientKey key, ITableEntity receipt, string attempt, CancellationToken cancellation)
    {
        var row = await tables.Of(key.AccountSid).FindAsync(receipt.PartitionKey, receipt.RowKey, cancellation);
        return row is null ? Commit.Stale
            : row.GetString(TableRows.Attempt) == attempt ? Commit.Done
            : new CommitResult(Commit.Stale, TableRows.ReadReceipt(row));
    }

    private async Task<bool> IsOursAsync(Change change, string attempt, CancellationToken cancellation)
    {
        var partition = TableKeys.Partition(change.Key);
        var written =
            change.Events.Count > 0 ? TableKeys.Ledger(partition, change.Events[0].Sequence)
            : change.Receipt is { } receipt ? TableKeys.Receipt(receipt.Id)
            : TableKeys.State(partition);
        return await tables.Of(change.Key.AccountSid).FindAsync(partition, written, cancellation) is { } row
            && row.GetString(TableRows.Attempt) == attempt;
    }
}

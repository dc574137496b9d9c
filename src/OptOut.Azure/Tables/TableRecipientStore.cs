using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>Recipients in one Azure table: a point read a check, one entity-group transaction a change.</summary>
public sealed class TableRecipientStore(AccountTables tables) : IRecipientStore
{
    private const int LedgerReadsAtOnce = 16;

    public async Task<RecipientRecord> ReadAsync(RecipientKey key, CancellationToken cancellation) =>
        await FindOnlyAsync(key.AccountSid, TableKeys.Partition(key), cancellation) is { } row
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
            // Once under way a commit is not cancelled: its outcome would be unknown for nothing. The SDK's own time-outs bound it.
            await tables.Of(change.Key.AccountSid).SubmitTransactionAsync(transaction, CancellationToken.None);
            return Commit.Done;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // The SDK repeats a request whose answer was lost, and then meets its own rows.
            return e is TableTransactionFailedException { FailedTransactionActionIndex: { } index } && TableTransaction.IsNewReceipt(transaction, index)
                ? await TakenAsync(change.Key, transaction[index].Entity, attempt, cancellation)
                : await IsOursAsync(change, attempt, cancellation) ? Commit.Done : Commit.Stale;
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
        await Parallel.ForAsync(0, events.Length, new ParallelOptions { MaxDegreeOfParallelism = LedgerReadsAtOnce, CancellationToken = cancellation }, async (i, ct) =>
        {
            var row = await table.FindAsync(partition, TableKeys.Ledger(partition, first + i), ct);
            events[i] = row is null ? null : TableRows.Read(row, TableRows.Data, OptOutJson.Default.LedgerEvent);
        });
        return [.. events.OfType<LedgerEvent>()];
    }

    public async IAsyncEnumerable<ListedRecipient> ListAsync(string accountSid, Listing listing, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var condition = TableClient.CreateQueryFilter($"RowKey ge {TableKeys.States.From} and RowKey lt {TableKeys.States.Before} and OptedOut eq true");
        if (listing.ChangedSince is { } since)
        {
            condition += TableClient.CreateQueryFilter($" and ChangedAt ge {since}");
        }

        var walk = new TableWalk(tables.Of(accountSid));
        var rows = listing.Expected is { } expected
            ? walk.OneAfterAnotherAsync(accountSid, listing.From, condition, TableRows.OfState, expected, cancellation)
            : walk.SideBySideAsync(accountSid, condition, TableRows.OfState, cancellation);
        await foreach (var row in rows)
        {
            yield return new ListedRecipient(TableRows.State(row), TableKeys.Position(accountSid, row.PartitionKey));
        }
    }

    public async IAsyncEnumerable<RecordedEvent> WalkLedgerAsync(
        string accountSid, DateTimeOffset? from, DateTimeOffset? before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var condition = TableClient.CreateQueryFilter($"RowKey ge {TableKeys.Ledgers.From} and RowKey lt {TableKeys.Ledgers.Before}");
        if (before is { } end)
        {
            condition += TableClient.CreateQueryFilter($" and RecordedAt lt {end}");
        }

        if (from is { } first)
        {
            condition += TableClient.CreateQueryFilter($" and RecordedAt ge {first}");
        }

        await foreach (var row in new TableWalk(tables.Of(accountSid)).SideBySideAsync(accountSid, condition, TableRows.OfEvent, cancellation))
        {
            yield return TableRows.Recorded(row);
        }
    }

    public async Task<KeptAnswer> ClaimAnswerAsync(string accountSid, string idempotencyKey, string requestHash, CancellationToken cancellation)
    {
        var (table, partition) = (tables.Of(accountSid), TableKeys.IdempotencyPartition(accountSid, idempotencyKey));
        var claim = new KeptAnswer(requestHash);
        return await Guarded(async () =>
        {
            try
            {
                await table.AddEntityAsync(TableRows.Only(partition, claim, OptOutJson.Default.KeptAnswer), cancellation);
                return claim;
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                var row = await table.GetEntityAsync<TableEntity>(partition, TableKeys.State(partition), cancellationToken: cancellation);
                return TableRows.Read(row.Value!, TableRows.Data, OptOutJson.Default.KeptAnswer)!;
            }
        });
    }

    public Task KeepAnswerAsync(string accountSid, string idempotencyKey, KeptAnswer answer, CancellationToken cancellation) =>
        Guarded(() => tables.Of(accountSid).UpsertEntityAsync(
            TableRows.Only(TableKeys.IdempotencyPartition(accountSid, idempotencyKey), answer, OptOutJson.Default.KeptAnswer), TableUpdateMode.Replace, cancellation));

    public async Task<ConversationBinding?> ReadConversationAsync(string accountSid, string conversationSid, CancellationToken cancellation) =>
        await FindOnlyAsync(accountSid, TableKeys.BindingPartition(accountSid, conversationSid), cancellation) is { } row
            ? TableRows.Read(row, TableRows.Data, OptOutJson.Default.ConversationBinding)! with { Version = row.ETag.ToString() }
            : null;

    public async Task<Commit> BindConversationAsync(string accountSid, string conversationSid, ConversationBinding binding, CancellationToken cancellation)
    {
        var table = tables.Of(accountSid);
        var row = TableRows.Only(TableKeys.BindingPartition(accountSid, conversationSid), binding, OptOutJson.Default.ConversationBinding);
        try
        {
            _ = binding.Version is { } version
                ? await table.UpdateEntityAsync(row, new ETag(version), TableUpdateMode.Replace, cancellation)
                : await table.AddEntityAsync(row, cancellation);
            return Commit.Done;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return Commit.Stale;
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            throw Unavailable(e);
        }
    }

    public async Task<ReconciliationMark?> ReadReconciliationAsync(string accountSid, CancellationToken cancellation) =>
        await FindOnlyAsync(accountSid, TableKeys.ReconciliationPartition(accountSid), cancellation) is { } row
            ? TableRows.Read(row, TableRows.Data, OptOutJson.Default.ReconciliationMark)
            : null;

    public Task KeepReconciliationAsync(string accountSid, ReconciliationMark mark, CancellationToken cancellation) =>
        Guarded(() => tables.Of(accountSid).UpsertEntityAsync(
            TableRows.Only(TableKeys.ReconciliationPartition(accountSid), mark, OptOutJson.Default.ReconciliationMark), TableUpdateMode.Replace, cancellation));

    public Task ProbeAsync(CancellationToken cancellation) => Task.WhenAll(tables.All.Select(table => table.FindAsync("health", "probe", cancellation)));

    private Task<TableEntity?> FindOnlyAsync(string accountSid, string partition, CancellationToken cancellation) =>
        tables.Of(accountSid).FindAsync(partition, TableKeys.State(partition), cancellation);

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
        var written = change.Events.Count > 0 ? TableKeys.Ledger(partition, change.Events[0].Sequence)
            : change.Receipt is { } receipt ? TableKeys.Receipt(receipt.Id)
            : TableKeys.State(partition);
        return await tables.Of(change.Key.AccountSid).FindAsync(partition, written, cancellation) is { } row && row.GetString(TableRows.Attempt) == attempt;
    }
}

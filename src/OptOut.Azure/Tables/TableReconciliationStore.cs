using Azure.Data.Tables;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>How far each account is reconciled, a row for each.</summary>
public sealed class TableReconciliationStore(AccountTables tables) : IReconciliationStore
{
    public async Task<ReconciliationMark?> ReadAsync(string accountSid, CancellationToken cancellation) =>
        await tables.Of(accountSid).FindOnlyAsync(TableKeys.ReconciliationPartition(accountSid), cancellation) is { } row
            ? TableRows.Read(row, TableRows.Data, OptOutJson.Default.ReconciliationMark)
            : null;

    public Task KeepAsync(string accountSid, ReconciliationMark mark, CancellationToken cancellation) =>
        Guarded(() =>
            tables
                .Of(accountSid)
                .UpsertEntityAsync(
                    TableRows.Only(TableKeys.ReconciliationPartition(accountSid), mark, OptOutJson.Default.ReconciliationMark),
                    TableUpdateMode.Replace,
                    cancellation
                )
        );
}

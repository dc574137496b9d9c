using Azure;
using Azure.Data.Tables;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>Kept answers, a row for each idempotency key.</summary>
public sealed class TableAnswerStore(AccountTables tables) : IAnswerStore
{
    public async Task<KeptAnswer> ClaimAsync(string accountSid, string idempotencyKey, string requestHash, CancellationToken cancellation)
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

    public Task KeepAsync(string accountSid, string idempotencyKey, KeptAnswer answer, CancellationToken cancellation) =>
        Guarded(() =>
            tables
                .Of(accountSid)
                .UpsertEntityAsync(
                    TableRows.Only(TableKeys.IdempotencyPartition(accountSid, idempotencyKey), answer, OptOutJson.Default.KeptAnswer),
                    TableUpdateMode.Replace,
                    cancellation
                )
        );
}

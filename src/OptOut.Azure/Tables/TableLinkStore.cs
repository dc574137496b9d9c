using Azure;
using Azure.Data.Tables;
using static OptOut.Azure.StorageFaults;

namespace OptOut.Azure;

/// <summary>
/// Links of recipients, each a partition of its own. Whoever opens one tells no account, so it is looked for in every table at once.
/// </summary>
public sealed class TableLinkStore(AccountTables tables) : ILinkStore
{
    /// <inheritdoc />
    public Task<bool> AddAsync(string hash, KeptLink link, CancellationToken cancellation) =>
        Guarded(async () =>
        {
            try
            {
                await tables
                    .Of(link.AccountSid)
                    .AddEntityAsync(TableRows.Only(TableKeys.LinkPartition(hash), link, OptOutJson.Default.KeptLink), cancellation);
                return true;
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                return false;
            }
        });

    /// <inheritdoc />
    public async Task<KeptLink?> FindAsync(string hash, CancellationToken cancellation)
    {
        var partition = TableKeys.LinkPartition(hash);
        var rows = await Task.WhenAll(tables.All.Select(table => table.FindAsync(partition, TableKeys.State(partition), cancellation)));
        return rows.OfType<TableEntity>().FirstOrDefault() is { } row
            ? TableRows.Read(row, TableRows.Data, OptOutJson.Default.KeptLink)
            : null;
    }
}
